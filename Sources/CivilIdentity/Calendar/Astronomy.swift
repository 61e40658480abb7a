#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// New moons and the sun's longitude, computed as in Meeus, *Astronomical Algorithms* (2nd edition).
///
/// Days are Julian days. The sun follows the truncated VSOP87 series of the book's appendix III (about 1″, so a solar
/// term is known to about half a minute), new moons chapter 49 (about 20 s). ΔT, which turns dynamical into universal
/// time, follows the polynomials of Espenak and Meeus (NASA, 2006); what it will be in 2100 is uncertain by a minute.
enum Astronomy {
    /// Julian day of 2000-01-01 12:00.
    static let epoch = 2_451_545.0

    /// The sun's apparent geocentric longitude in degrees, 0 up to 360, at a Julian day in universal time.
    static func solarLongitude(universal day: Double) -> Double {
        let dynamical = day + deltaT(day) / 86_400
        let tau = (dynamical - epoch) / 365_250
        let earth = SolarSeries.longitude(tau)
        // FK5 correction, then nutation and aberration.
        let degrees = earth * 180 / .pi + 180 - 0.090_33 / 3600
        let centuries = tau * 10
        return normalized(degrees + nutation(centuries) - aberration(centuries))
    }

    /// Nutation in longitude in degrees, to 0.5″ (chapter 22).
    private static func nutation(_ t: Double) -> Double {
        let node = radians(125.044_52 - 1934.136_261 * t)
        let sun = radians(280.4665 + 36_000.7698 * t)
        let moon = radians(218.3165 + 481_267.8813 * t)
        let seconds = -17.20 * sin(node) - 1.32 * sin(2 * sun) - 0.23 * sin(2 * moon) + 0.21 * sin(2 * node)
        return seconds / 3600
    }

    /// Aberration in degrees: 20.4898″ divided by the distance to the sun (chapter 25).
    private static func aberration(_ t: Double) -> Double {
        let anomaly = radians(357.529_11 + 35_999.050_29 * t)
        let eccentricity = 0.016_708_634 - 0.000_042_037 * t
        let distance = 1.000_001_018 * (1 - eccentricity * eccentricity) / (1 + eccentricity * cos(anomaly))
        return 20.4898 / 3600 / distance
    }

    /// The Julian day, in universal time, of new moon number `k` counted from that of 2000-01-06 (chapter 49).
    static func newMoon(_ k: Int) -> Double {
        let k = Double(k)
        let t = k / 1236.85
        let t2 = t * t
        let t3 = t2 * t
        let t4 = t3 * t
        var day = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t2 - 0.000_000_150 * t3 + 0.000_000_000_73 * t4
        let eccentricity = 1 - 0.002_516 * t - 0.000_007_4 * t2
        let sun = radians(2.5534 + 29.105_356_70 * k - 0.000_001_4 * t2 - 0.000_000_11 * t3)
        let moon = radians(
            201.5643 + 385.816_935_28 * k + 0.010_758_2 * t2 + 0.000_012_38 * t3 - 0.000_000_058 * t4
        )
        let latitude = radians(
            160.7108 + 390.670_502_84 * k - 0.001_611_8 * t2 - 0.000_002_27 * t3 + 0.000_000_011 * t4
        )
        let node = radians(124.7746 - 1.563_755_88 * k + 0.002_067_2 * t2 + 0.000_002_15 * t3)
        for term in newMoonTerms {
            let argument = term.sun * sun + term.moon * moon + term.latitude * latitude + term.node * node
            day += term.days * power(eccentricity, term.eccentricity) * sin(argument)
        }
        for (constant, rate, days) in planetaryTerms {
            let squared = rate == 0.107_408 ? -0.009_173 * t2 : 0
            day += days * sin(radians(constant + rate * k + squared))
        }
        return day - deltaT(day) / 86_400
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        exponent == 0 ? 1 : exponent == 1 ? base : base * base
    }

    /// Coefficients in days; the other fields multiply the four arguments and the sun's eccentricity.
    private static let newMoonTerms:
        [(days: Double, eccentricity: Int, sun: Double, moon: Double, latitude: Double, node: Double)] = [
            (-0.407_20, 0, 0, 1, 0, 0), (0.172_41, 1, 1, 0, 0, 0), (0.016_08, 0, 0, 2, 0, 0),
            (0.010_39, 0, 0, 0, 2, 0), (0.007_39, 1, -1, 1, 0, 0), (-0.005_14, 1, 1, 1, 0, 0),
            (0.002_08, 2, 2, 0, 0, 0), (-0.001_11, 0, 0, 1, -2, 0), (-0.000_57, 0, 0, 1, 2, 0),
            (0.000_56, 1, 1, 2, 0, 0), (-0.000_42, 0, 0, 3, 0, 0), (0.000_42, 1, 1, 0, 2, 0),
            (0.000_38, 1, 1, 0, -2, 0), (-0.000_24, 1, -1, 2, 0, 0), (-0.000_17, 0, 0, 0, 0, 1),
            (-0.000_07, 0, 2, 1, 0, 0), (0.000_04, 0, 0, 2, -2, 0), (0.000_04, 0, 3, 0, 0, 0),
            (0.000_03, 0, 1, 1, -2, 0), (0.000_03, 0, 0, 2, 2, 0), (-0.000_03, 0, 1, 1, 2, 0),
            (0.000_03, 0, -1, 1, 2, 0), (-0.000_02, 0, -1, 1, -2, 0), (-0.000_02, 0, 1, 3, 0, 0),
            (0.000_02, 0, 0, 4, 0, 0),
        ]

    /// Degrees, degrees for each new moon, and days.
    private static let planetaryTerms: [(constant: Double, rate: Double, days: Double)] = [
        (299.77, 0.107_408, 0.000_325), (251.88, 0.016_321, 0.000_165), (251.83, 26.651_886, 0.000_164),
        (349.42, 36.412_478, 0.000_126), (84.66, 18.206_239, 0.000_110), (141.74, 53.303_771, 0.000_062),
        (207.14, 2.453_732, 0.000_060), (154.84, 7.306_860, 0.000_056), (34.52, 27.261_239, 0.000_047),
        (207.19, 0.121_824, 0.000_042), (291.34, 1.844_379, 0.000_040), (161.72, 24.198_154, 0.000_037),
        (239.56, 25.513_099, 0.000_035), (331.55, 3.592_518, 0.000_023),
    ]

    /// Seconds by which dynamical time is ahead of universal time.
    static func deltaT(_ day: Double) -> Double {
        let year = 2000 + (day - epoch) / 365.2425
        func polynomial(_ t: Double, _ coefficients: Double...) -> Double {
            coefficients.reversed().reduce(0) { $0 * t + $1 }
        }
        switch year {
        case ..<1860:
            return polynomial(
                year - 1800,
                13.72,
                -0.332_447,
                0.006_861_2,
                0.004_111_6,
                -0.000_374_36,
                0.000_012_127_2,
                -0.000_000_169_9,
                0.000_000_000_875
            )
        case ..<1900:
            return polynomial(year - 1860, 7.62, 0.5737, -0.251_754, 0.016_806_68, -0.000_447_362_4, 1 / 233_174)
        case ..<1920: return polynomial(year - 1900, -2.79, 1.494_119, -0.059_893_9, 0.006_196_6, -0.000_197)
        case ..<1941: return polynomial(year - 1920, 21.20, 0.844_93, -0.076_100, 0.002_093_6)
        case ..<1961: return polynomial(year - 1950, 29.07, 0.407, -1 / 233, 1 / 2547)
        case ..<1986: return polynomial(year - 1975, 45.45, 1.067, -1 / 260, -1 / 718)
        case ..<2005:
            return polynomial(
                year - 2000,
                63.86,
                0.3345,
                -0.060_374,
                0.001_727_5,
                0.000_651_814,
                0.000_023_735_99
            )
        case ..<2050: return polynomial(year - 2000, 62.92, 0.322_17, 0.005_589)
        default:
            let century = (year - 1820) / 100
            return -20 + 32 * century * century - 0.5628 * max(0, 2150 - year)
        }
    }

    static func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }

    static func normalized(_ degrees: Double) -> Double {
        let rest = degrees.truncatingRemainder(dividingBy: 360)
        return rest < 0 ? rest + 360 : rest
    }
}
