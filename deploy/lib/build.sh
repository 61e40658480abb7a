# shellcheck shell=bash
# The two builds: debug with tests, release for serving. Sourced after common.sh.

need_swift() {
    command -v swift >/dev/null || fail "Swift 6.2 or newer must be on PATH"
}

# Debug, with the tests and every executable that they start. An import that Package.swift does not declare is an error:
# that holds the boundaries of the architecture.
tests_build=(--build-tests --explicit-target-dependency-import-check error)

# build NAME ARGUMENT…: `swift build`, showing its progress on a terminal and else quiet.
build() {
    local name=$1
    shift
    if [[ -t 1 ]]; then
        swift build --package-path "$checkout" "$@" || fail "the $name failed"
    else
        step "$name" swift build --package-path "$checkout" "$@"
    fi
}

# A release executable that needs no Swift at run time where the toolchain can link so: it is run by another user, who
# may not be able to read the toolchain.
build_release() {
    local product=$1 runtime static=()
    runtime=$(swift -print-target-info | sed -n 's/.*"runtimeResourcePath" *: *"\(.*\)".*/\1/p')
    [[ ! -d ${runtime}_static ]] || static=(--static-swift-stdlib)
    build "build of $product" -c release --product "$product" "${static[@]}"
}
