use gebruikersrechten::{Capped, Left};
use serde::Serialize;
use service::werkrelaties::Outcome;
use service::{Error, Names};
use storage::WriteTx;
use types::{Day, RightCode, ToekenningId};
use utoipa::ToSchema;

use super::WerkrelatieView;
use crate::answer::Answer;
use crate::problem::{Facts, of_right};
use crate::schema;
use crate::toekenningen::ToekenningView;

/// What an action did to a werkrelatie and to the toekenningen on it: all of it, or nothing.
#[derive(Serialize, ToSchema)]
#[schema(as = WerkrelatieOutcome)]
pub(crate) struct OutcomeView {
    /// As it is now.
    werkrelatie: WerkrelatieView,
    /// Every toekenning that the action changed, as it is now.
    #[schema(max_items = 1000)]
    touched: Vec<ToekenningView>,
    /// The toekenningen that their right's maximum ends before the werkrelatie.
    #[schema(max_items = 1000)]
    capped: Vec<CappedView>,
    /// The toekenningen that a rule left as they were.
    #[schema(max_items = 1000)]
    left: Vec<LeftView>,
}

/// A toekenning that its right's maximum ends before the werkrelatie.
#[derive(Serialize, ToSchema)]
#[schema(as = CappedToekenning)]
struct CappedView {
    /// Which.
    #[schema(value_type = schema::Uuid)]
    toekenning: ToekenningId,
    /// Of which right.
    #[schema(value_type = schema::Code)]
    right: RightCode,
    /// The last day that the maximum allows.
    #[schema(value_type = schema::Day)]
    limit: Day,
}

/// A toekenning that could not follow.
#[derive(Serialize, ToSchema)]
#[schema(as = LeftToekenning)]
struct LeftView {
    /// Which.
    #[schema(value_type = schema::Uuid)]
    toekenning: ToekenningId,
    /// Of which right.
    #[schema(value_type = schema::Code)]
    right: RightCode,
    /// The rule that refused.
    #[schema(value_type = schema::Code, example = "maxHolders")]
    code: &'static str,
    /// The same in words.
    #[schema(value_type = schema::Words)]
    detail: String,
    /// What the rule looked at.
    #[schema(value_type = Object)]
    facts: Facts,
}

/// The whole outcome, under the version of the werkrelatie.
pub(super) fn answer(tx: &mut WriteTx<'_>, outcome: Outcome) -> Result<Answer, Error> {
    let Outcome { werkrelatie, touched, capped, left } = outcome;
    let names = Names::read(tx, [&werkrelatie], &touched)?;
    let (version, now) = (werkrelatie.version, tx.cx().now);
    let view = OutcomeView {
        werkrelatie: WerkrelatieView::new(werkrelatie, &names, now.day()),
        touched: touched.into_iter().map(|grant| ToekenningView::new(grant, &names, now)).collect(),
        capped: capped.into_iter().map(CappedView::from).collect(),
        left: left.into_iter().map(LeftView::from).collect(),
    };
    Answer::versioned(version, &view)
}

impl From<Capped> for CappedView {
    fn from(Capped { grant, right, limit }: Capped) -> Self {
        Self { toekenning: grant, right, limit }
    }
}

impl From<Left> for LeftView {
    fn from(Left { grant, right, refusal }: Left) -> Self {
        let (code, detail, facts) = (refusal.code(), refusal.to_string(), of_right(&refusal));
        Self { toekenning: grant, right, code, detail, facts }
    }
}
