use crate::measure::Rates;

/// A floor: what it is, and how often the machine does it in a second.
pub(crate) struct Floor<'a>(pub(crate) &'a str, pub(crate) &'a Rates);

/// Begins a table.
pub(crate) fn begin() {
    println!("| what | at once | a second: median (least - most) | times as long as |");
    println!("| --- | ---: | ---: | --- |");
}

/// One figure, with how many times as long it takes as each floor.
pub(crate) fn line(what: &str, callers: usize, rates: &Rates, floors: &[Floor<'_>]) {
    let ratio = |Floor(name, floor): &Floor<'_>| format!("{name}: {:.2}", floor.median() / rates.median());
    let ratios: Vec<_> = floors.iter().map(ratio).collect();
    println!(
        "| {what} | {callers} | {:.0} ({:.0} - {:.0}) | {} |",
        rates.median(),
        rates.least(),
        rates.most(),
        ratios.join(", ")
    );
}
