//! Which items of a list became which: the alignment that keeps the most.

use crate::value::Value;

/// The most comparisons that are made; lists beyond it are matched item by item from both ends.
const MAXIMUM_COMPARISONS: usize = 1_000_000;

/// For each new item the old one that it continues, in rising order.
pub(super) fn align(old: &[&Value], new: &[Value]) -> Vec<Option<usize>> {
    let mut result = vec![None; new.len()];
    let start = old.iter().zip(new).take_while(|(old, new)| **old == *new).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| **old == *new).count();
    for (index, slot) in result.iter_mut().enumerate() {
        if index < start {
            *slot = Some(index);
        } else if index >= new.len() - end {
            *slot = Some(index + old.len() - new.len());
        }
    }
    let old_middle = old.get(start..old.len() - end).unwrap_or_default();
    let new_middle = new.get(start..new.len() - end).unwrap_or_default();
    for (new_index, old_index) in align_middle(old_middle, new_middle) {
        if let Some(slot) = result.get_mut(start + new_index) {
            *slot = Some(start + old_index);
        }
    }
    result
}

/// Pairs of new and old positions.
fn align_middle(old: &[&Value], new: &[Value]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    if old.len().saturating_mul(new.len()) > MAXIMUM_COMPARISONS {
        return align_greedily(old, new);
    }
    // The longest common subsequence, weighted by how alike the items are.
    let width = new.len() + 1;
    let mut best = vec![0u32; (old.len() + 1) * width];
    let at = |best: &[u32], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or(0);
    for (i, left) in old.iter().enumerate().rev() {
        for (j, right) in new.iter().enumerate().rev() {
            let likeness = likeness(left, right);
            let paired = if likeness > 0 { likeness + at(&best, i + 1, j + 1) } else { 0 };
            let score = paired.max(at(&best, i + 1, j)).max(at(&best, i, j + 1));
            if let Some(slot) = best.get_mut(i * width + j) {
                *slot = score;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(left), Some(right)) = (old.get(i), new.get(j)) {
        let likeness = likeness(left, right);
        if likeness > 0 && at(&best, i, j) == likeness + at(&best, i + 1, j + 1) {
            pairs.push((j, i));
            i += 1;
            j += 1;
        } else if at(&best, i, j) == at(&best, i + 1, j) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Walks both lists once; equal items are found a little further on.
fn align_greedily(old: &[&Value], new: &[Value]) -> Vec<(usize, usize)> {
    const AHEAD: usize = 50;
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(left), Some(right)) = (old.get(i), new.get(j)) {
        if **left == *right {
            pairs.push((j, i));
            i += 1;
            j += 1;
            continue;
        }
        let in_old = old.iter().skip(i).take(AHEAD).position(|item| **item == *right);
        let in_new = new.iter().skip(j).take(AHEAD).position(|item| item == *left);
        match (in_old, in_new) {
            (Some(skip), other) if other.is_none_or(|other| skip <= other) => i += skip,
            (_, Some(skip)) => j += skip,
            _ => {
                if likeness(left, right) > 0 {
                    pairs.push((j, i));
                }
                i += 1;
                j += 1;
            }
        }
    }
    pairs
}

/// How alike two items are: nothing, or more the more of their entries are equal.
fn likeness(left: &Value, right: &Value) -> u32 {
    if left == right {
        return 1000;
    }
    match (left, right) {
        (Value::Map(left), Value::Map(right)) => {
            let equal = left.iter().filter(|(key, value)| right.get(*key) == Some(value)).count();
            let longest = left.len().max(right.len()).max(1);
            if equal * 2 >= longest { (equal * 900 / longest) as u32 } else { 0 }
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<Value> {
        text.chars().map(|c| c.to_string().into()).collect()
    }

    fn aligned(old: &str, new: &str) -> Vec<Option<usize>> {
        let old = list(old);
        align(&old.iter().collect::<Vec<_>>(), &list(new))
    }

    #[test]
    fn as_much_as_possible_is_kept() {
        assert_eq!(aligned("abc", "abc"), [Some(0), Some(1), Some(2)]);
        assert_eq!(aligned("abcd", "acxd"), [Some(0), Some(2), None, Some(3)]);
        assert_eq!(aligned("aa", "aaa"), [Some(0), Some(1), None]);
        assert_eq!(aligned("", "a"), [None]);
        assert_eq!(aligned("abab", "ba"), [Some(1), Some(2)]);
    }
}
