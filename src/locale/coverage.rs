//! What is missing of a figure's time, in a few words for heads of tables and definitions.

use super::dates::{month_name, months_text};
use super::names::enumeration;
use crate::domain::{Lack, Period};
use jiff::civil::Date;

/// `ohne Mai`, `ab 15. Mai`, `bis 15. August`, `Eingänge ohne Mai`, `Mai vielleicht unvollständig`, of a month `nur zum Teil erfasst`; `None` for a few days that are not
/// worth a word.
pub fn lack_words(lack: &Lack, period: Period) -> Option<String> {
    let day_words = |word: &str, day: Date| {
        let month = month_name(u8::try_from(day.month()).unwrap_or_default());
        format!("{word}\u{a0}{}.\u{a0}{month}", day.day())
    };
    let since = lack.since.map(|day| day_words("ab", day));
    let until = lack.until.map(|day| day_words("bis", day));
    let named = |days: &[(Date, Date)]| {
        let months = days.iter().filter_map(|(from, to)| months_text(*from, *to));
        let months = enumeration(months);
        (!months.is_empty()).then_some(months)
    };
    let is_month = matches!(period, Period::Month(_));
    let days = named(&lack.days).map(|without| match lack.of_receipts {
        false if is_month => "nur zum Teil erfasst".to_owned(),
        false => format!("ohne {without}"),
        true => format!("Eingänge ohne {without}"),
    });
    let in_part = named(&lack.in_part).map(|months| match is_month {
        true => "vielleicht unvollständig".to_owned(),
        false => format!("{months} vielleicht unvollständig"),
    });
    let words = since.into_iter().chain(until).chain(days).chain(in_part);
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn words(days: &[(Date, Date)], since: Option<Date>, period: Period) -> Option<String> {
        let lack = Lack { days: days.to_vec(), since, ..Lack::default() };
        lack_words(&lack, period).map(|words| words.replace('\u{a0}', " "))
    }

    #[test]
    fn missing_months_are_named_and_a_few_days_are_not() {
        let half = Period::HalfYear(1);
        let may = (date(2017, 5, 1), date(2017, 5, 31));
        assert_eq!(words(&[may], None, half).unwrap(), "ohne Mai");
        let june = (date(2017, 6, 12), date(2017, 6, 30));
        assert_eq!(words(&[may, june], None, half).unwrap(), "ohne Mai und Mitte bis Ende Juni");
        assert_eq!(words(&[june], None, Period::Month(6)).unwrap(), "nur zum Teil erfasst");
        assert_eq!(words(&[(date(2017, 4, 29), date(2017, 4, 30))], None, half), None);
        let opened = Some(date(2017, 3, 15));
        assert_eq!(words(&[may], opened, half).unwrap(), "ab 15. März, ohne Mai");
        let cut = Lack { days: vec![may], until: Some(date(2017, 6, 15)), ..Lack::default() };
        let told = lack_words(&cut, half).unwrap().replace('\u{a0}', " ");
        assert_eq!(told, "bis 15. Juni, ohne Mai");
        let in_part = Lack { in_part: vec![may, june], ..Lack::default() };
        let words = |period| lack_words(&in_part, period).unwrap();
        assert_eq!(words(half), "Mai und Mitte bis Ende Juni vielleicht unvollständig");
        assert_eq!(words(Period::Month(5)), "vielleicht unvollständig");
        let lack = Lack { days: vec![may], of_receipts: true, ..Lack::default() };
        assert_eq!(lack_words(&lack, Period::HalfYear(2)).unwrap(), "Eingänge ohne Mai");
    }
}
