import Hummingbird
import CivilIdentity
enum RegistryWebPlaceholder { static func r() { _ = Router() } }
