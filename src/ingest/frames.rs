//! Reader of the frame dump: hard-wrapped columns to pieces.

use super::lines::Line;
use super::piece::Piece;
use super::profile::Profile;

/// Pieces of `lines`: one for each run of lines without a blank line between.
pub fn pieces(lines: &[Line], profile: &Profile) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let mut end = at + 1;
        while end < lines.len() && lines[end].gap == 0 {
            end += 1;
        }
        let text = lines[at..end].iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" ");
        pieces.push(Piece::new(&lines[at..end], &text, 0, profile));
        at = end;
    }
    pieces
}
