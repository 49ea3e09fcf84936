/// Log-linear histogram of microseconds: 128 buckets per power of two, so an error below 0.8 %.
pub struct Histogram {
    buckets: Vec<u64>,
    count: u64,
    sum: u64,
    max: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Histogram {
            buckets: vec![0; 128 * 40],
            count: 0,
            sum: 0,
            max: 0,
        }
    }
}

impl Histogram {
    pub fn add(&mut self, micros: u64) {
        self.buckets[Self::bucket(micros)] += 1;
        self.count += 1;
        self.sum += micros;
        self.max = self.max.max(micros);
    }

    pub fn count(&self) -> u64 {
        self.count
    }

    pub fn json(&self, name: &str) -> String {
        format!(
            "\"{name}\":{{\"n\":{},\"mean\":{:.1},\"p50\":{},\"p90\":{},\"p99\":{},\"p999\":{},\"max\":{}}}",
            self.count,
            self.sum as f64 / self.count.max(1) as f64,
            self.quantile(0.5),
            self.quantile(0.9),
            self.quantile(0.99),
            self.quantile(0.999),
            self.max
        )
    }

    fn quantile(&self, share: f64) -> u64 {
        let wanted = (self.count as f64 * share).ceil() as u64;
        let mut seen = 0;
        for (bucket, count) in self.buckets.iter().enumerate() {
            seen += count;
            if wanted > 0 && seen >= wanted {
                return Self::least(bucket);
            }
        }
        self.max
    }

    fn bucket(value: u64) -> usize {
        if value < 128 {
            return value as usize;
        }
        let exponent = 63 - value.leading_zeros() as usize - 7;
        (exponent + 1) * 128 + ((value >> exponent) as usize & 127)
    }

    fn least(bucket: usize) -> u64 {
        if bucket < 128 {
            return bucket as u64;
        }
        ((128 + bucket % 128) as u64) << (bucket / 128 - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_within_one_percent_of_its_values() {
        for value in (0..2_000_000u64).step_by(37) {
            let least = Histogram::least(Histogram::bucket(value));
            assert!(
                least <= value && (value - least) as f64 <= value as f64 * 0.008,
                "{value} fell to {least}"
            );
        }
    }

    #[test]
    fn quantiles_are_those_of_the_values() {
        let mut histogram = Histogram::default();
        (1..=100).for_each(|value| histogram.add(value));
        assert_eq!((histogram.quantile(0.5), histogram.quantile(0.99)), (50, 99));
    }
}
