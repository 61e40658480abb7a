#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// New moons and the sun's longitude by series that the product does not use.
///
/// The sun by its equation of the centre (Meeus, chapter 25, 0.01°), the moon by the largest terms of its longitude
/// (chapter 47, some 0.02°); the new moon is where the two meet, found by iteration. Days are days since 2000-01-01,
/// midnight, universal time; dynamical time is taken as 64 s ahead, which is within two minutes in 1900–2100.
enum SecondMethod {
    private static func centuries(_ day: Double) -> Double { (day - 0.5 + 64 / 86_400) / 36_525 }

    private static func sine(_ degrees: Double) -> Double { sin(degrees * .pi / 180) }

    static func solarLongitude(_ day: Double) -> Double {
        let t = centuries(day)
        let mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t
        let anomaly = 357.52911 + 35_999.05029 * t - 0.0001537 * t * t
        let centre =
            (1.914602 - 0.004817 * t) * sine(anomaly) + (0.019993 - 0.000101 * t) * sine(2 * anomaly)
            + 0.000289 * sine(3 * anomaly)
        let node = 125.04 - 1934.136 * t
        return reduced(mean + centre - 0.00569 - 0.00478 * sine(node))
    }

    private static func lunarLongitude(_ day: Double) -> Double {
        let t = centuries(day)
        let mean = 218.3164477 + 481_267.88123421 * t - 0.0015786 * t * t
        let d = 297.8501921 + 445_267.1114034 * t - 0.0018819 * t * t
        let sun = 357.5291092 + 35_999.0502909 * t - 0.0001536 * t * t
        let moon = 134.9633964 + 477_198.8675055 * t + 0.0087414 * t * t
        let f = 93.2720950 + 483_202.0175233 * t - 0.0036539 * t * t
        let terms: [(Double, Double)] = [
            (6.288774, moon), (1.274027, 2 * d - moon), (0.658314, 2 * d), (0.213618, 2 * moon), (-0.185116, sun),
            (-0.114332, 2 * f), (0.058793, 2 * d - 2 * moon), (0.057066, 2 * d - sun - moon),
            (0.053322, 2 * d + moon), (0.045758, 2 * d - sun), (-0.040923, sun - moon), (-0.034720, d),
            (-0.030383, sun + moon), (0.015327, 2 * d - 2 * f), (-0.012528, moon + 2 * f), (0.010980, moon - 2 * f),
            (0.010675, 4 * d - moon), (0.010034, 3 * moon), (0.008548, 4 * d - 2 * moon),
            (-0.007888, 2 * d + sun - moon), (-0.006766, 2 * d + sun), (-0.005163, d - moon), (0.004987, d + sun),
        ]
        let node = 125.04 - 1934.136 * t
        return mean + terms.reduce(0) { $0 + $1.0 * sine($1.1) } - 0.00478 * sine(node)
    }

    private static func reduced(_ degrees: Double) -> Double {
        degrees - 360 * (degrees / 360).rounded(.down)
    }

    /// The instant nearest to `day` at which moon and sun stand at one longitude.
    static func newMoon(near day: Double) -> Double {
        var instant = day
        for _ in 0..<8 {
            var apart = reduced(lunarLongitude(instant) - solarLongitude(instant))
            if apart > 180 { apart -= 360 }
            instant -= apart / 12.1907
        }
        return instant
    }
}
