//! The rules of mandates, asked of the crate as others use it.

#[cfg(test)]
mod granting_within;
#[cfg(test)]
mod redelegation_never_widens;
#[cfg(test)]
mod who_may_do_what;
#[cfg(test)]
mod world;
