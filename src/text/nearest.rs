//! The nearest legal name for a mistyped one.

/// The number of insertions, deletions, replacements and swaps of neighbours between two words.
///
/// Optimal string alignment distance: Damerau 1964.
pub fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=right.len()).collect()];
    for (i, l) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, r) in right.iter().enumerate() {
            let at =
                |rows: &[Vec<usize>], i: usize, j: usize| rows.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0);
            let mut best = (at(&rows, i, j + 1) + 1)
                .min(row.get(j).copied().unwrap_or(0) + 1)
                .min(at(&rows, i, j) + usize::from(l != r));
            let swapped = i > 0 && j > 0 && left.get(i - 1) == Some(r) && right.get(j - 1) == Some(l);
            if swapped {
                best = best.min(at(&rows, i - 1, j - 1) + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(0)
}

/// The candidate nearest to what was written, when it is near enough to be meant: two edits at the most, fewer for
/// short words. Case counts as nothing. The first of equals wins.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.chars().count() > 64 {
        return None;
    }
    let written = written.to_lowercase();
    let allowed = (written.chars().count() / 2).clamp(1, 2);
    candidates
        .into_iter()
        .map(|candidate| (distance(&written, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_and_nothing_far() {
        assert_eq!(nearest("functoin", ["function", "queue"]), Some("function"));
        assert_eq!(nearest("Queue", ["function", "queue"]), Some("queue"));
        assert_eq!(nearest("lambda", ["function", "queue"]), None);
        assert_eq!(nearest("memroy", ["memory", "timeout"]), Some("memory"));
    }
}
