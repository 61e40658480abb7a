import CryptoExtras
enum RegistryPlaceholder {}
