enum CivilIdentityPlaceholder {}
