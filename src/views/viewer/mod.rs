//! A recording, poll by poll and wake by wake: its timeline, a replay of it at
//! any speed, its findings, its tasks. All labs show their runs with it.

mod closer;
mod facts;
mod looking;
mod now;
mod pace;
mod panel;
mod playhead;
mod printed;
mod share;
mod shown;
mod state;
mod table;
mod timeline;
mod transport;

pub(super) use closer::{BEFORE_THE_FIRST_RUN, Closer, runs_of};
pub(super) use looking::Looking;
pub(super) use now::{ByHand, Now, polled_text};
pub(super) use pace::Pace;
pub(super) use panel::Findings;
pub(super) use printed::Printed;
pub(super) use share::Share;
pub(super) use state::Viewer;
pub(super) use table::TaskTable;
pub(super) use timeline::Timeline;
