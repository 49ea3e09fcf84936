/// Where `wanted` begins in `text`.
pub fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let end = text.len().checked_sub(wanted.len())?;
    let mut from = 0;
    while from <= end {
        from += text[from..=end].iter().position(|&byte| byte == first)?;
        if &text[from..from + wanted.len()] == wanted {
            return Some(from);
        }
        from += 1;
    }
    None
}

/// The decimal number at the beginning of `text`; 0 if there is none.
pub fn number(text: &[u8]) -> u64 {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

/// The number right behind `label`.
pub fn number_after(text: &[u8], label: &[u8]) -> Option<u64> {
    find(text, label).map(|at| number(&text[at + label.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_begins_like_something_else() {
        assert_eq!(find(b"aab aabc", b"aabc"), Some(4));
        assert_eq!(find(b"ab", b"abc"), None);
        assert_eq!(number_after(b"n=12 gap_us=500", b"gap_us="), Some(500));
    }
}
