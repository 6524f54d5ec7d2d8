use qrcodegen::{QrCode, QrCodeEcc};

/// The modules of white around a code that readers need (ISO/IEC 18004).
const QUIET: i32 = 4;

/// A QR code as the path of an SVG: black on white in light and dark, without style.
pub struct Qr {
    /// Its width and height.
    pub size: i32,
    /// The path of what is black.
    pub path: String,
}

impl Qr {
    /// The code of a text; `None` when that is too long for one.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let cells = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let black = cells.filter(|(x, y)| code.get_module(*x, *y));
        let path = black.map(|(x, y)| format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET)).collect();
        Some(Self { size: code.size() + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_corners_and_its_quiet_zone() {
        let qr = Qr::of("otpauth://totp/poort.example:an?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=poort.example").unwrap();
        assert!(qr.path.starts_with("M4 4h1v1h-1z") && qr.size > 40, "{}", qr.size);
        assert!(!qr.path.contains("M3 ") && !qr.path.contains(&format!("M{} ", qr.size - QUIET)));
        assert!(Qr::of(&"x".repeat(5000)).is_none());
    }
}
