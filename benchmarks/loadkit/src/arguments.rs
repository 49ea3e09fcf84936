/// Command line arguments of the form `--name value`.
pub struct Arguments(Vec<String>);

impl Arguments {
    pub fn of_process() -> Self {
        Arguments(std::env::args().skip(1).collect())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|argument| argument == name)
    }

    pub fn text(&self, name: &str, default: &str) -> String {
        self.all(name)
            .into_iter()
            .next()
            .unwrap_or_else(|| default.into())
    }

    pub fn whole(&self, name: &str, default: u64) -> u64 {
        self.text(name, &default.to_string()).parse().expect(name)
    }

    pub fn decimal(&self, name: &str, default: f64) -> f64 {
        self.text(name, &default.to_string()).parse().expect(name)
    }

    /// Seconds on the command line, microseconds here.
    pub fn micros(&self, name: &str, default_seconds: f64) -> u64 {
        (self.decimal(name, default_seconds) * 1e6) as u64
    }

    /// The lines of the file that the argument names; none if it is absent.
    pub fn lines(&self, name: &str) -> Vec<String> {
        let file = self.text(name, "");
        if file.is_empty() {
            return Vec::new();
        }
        let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{file}: {e}"));
        text.lines().map(String::from).collect()
    }

    pub fn all(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().skip(1);
        let pairs = self.0.iter().zip(values);
        pairs
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value.clone())
            .collect()
    }
}
