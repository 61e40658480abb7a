/// The kinds of refusal; a kind's raw value is the end of its problem's `type`, and part of the API.
package enum ProblemKind: String, CaseIterable, Sendable {
    case keyRequired = "key-required"
    case notSignedIn = "not-signed-in"
    case wrongCredentials = "wrong-credentials"
    case codeRequired = "code-required"
    case passwordChangeRequired = "password-change-required"
    case enrolmentRequired = "totp-enrolment-required"
    case notAllowed = "not-allowed"
    case crossSite = "cross-site"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case notAcceptable = "not-acceptable"
    case timeout
    case conflict
    case inFlight = "in-flight"
    case stale
    case tooLarge = "too-large"
    case unsupportedMediaType = "unsupported-media-type"
    case invalid
    case keyReused = "key-reused"
    case versionRequired = "version-required"
    case tooManyTries = "too-many-tries"
    case `internal`
    case busy
    case unavailable
    case outcomeUnknown = "outcome-unknown"

    /// A reference (RFC 9457, 3.1.1) under which the service explains the kind.
    package var type: String { "/problems/" + rawValue }

    package var status: Int {
        switch self {
        case .keyRequired: 400
        case .notSignedIn, .wrongCredentials, .codeRequired: 401
        case .passwordChangeRequired, .enrolmentRequired, .notAllowed, .crossSite: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .timeout: 408
        case .conflict, .inFlight: 409
        case .stale: 412
        case .tooLarge: 413
        case .unsupportedMediaType: 415
        case .invalid, .keyReused: 422
        case .versionRequired: 428
        case .tooManyTries: 429
        case .internal: 500
        case .busy, .unavailable, .outcomeUnknown: 503
        }
    }

    /// What a person reads first.
    package var title: (en: String, vi: String) {
        switch self {
        case .keyRequired: ("An Idempotency-Key is required.", "Cần có Idempotency-Key.")
        case .notSignedIn: ("Please sign in.", "Vui lòng đăng nhập.")
        case .wrongCredentials: ("Name, password or code is wrong.", "Tên, mật khẩu hoặc mã không đúng.")
        case .codeRequired: ("A code of the second factor is required.", "Cần mã xác thực thứ hai.")
        case .passwordChangeRequired: ("Choose a new password.", "Hãy đặt mật khẩu mới.")
        case .enrolmentRequired: ("Set up the second factor.", "Hãy thiết lập xác thực thứ hai.")
        case .notAllowed: ("You may not do this.", "Bạn không có quyền làm việc này.")
        case .crossSite: ("The request came from another site.", "Yêu cầu đến từ trang khác.")
        case .notFound: ("Not found, or not within your reach.", "Không tìm thấy, hoặc ngoài phạm vi của bạn.")
        case .methodNotAllowed: ("This method is not possible here.", "Phương thức này không dùng được ở đây.")
        case .notAcceptable: ("None of the accepted formats is offered.", "Không có định dạng được yêu cầu.")
        case .timeout: ("The request took too long to arrive.", "Yêu cầu gửi đến quá chậm.")
        case .conflict: ("A rule of the register forbids this.", "Quy tắc của sổ gốc không cho phép.")
        case .inFlight: ("The same request is being answered.", "Yêu cầu này đang được xử lý.")
        case .stale: ("It was changed since you read it.", "Dữ liệu đã thay đổi sau khi bạn đọc.")
        case .tooLarge: ("The request is too large.", "Yêu cầu quá lớn.")
        case .unsupportedMediaType: ("The body must be application/json.", "Nội dung phải là application/json.")
        case .invalid: ("The request is not valid.", "Yêu cầu không hợp lệ.")
        case .keyReused: ("The key was used for another request.", "Khóa đã dùng cho yêu cầu khác.")
        case .versionRequired: ("Say which version you change: If-Match.", "Hãy nêu phiên bản cần sửa: If-Match.")
        case .tooManyTries: ("Too many tries; wait a while.", "Thử quá nhiều lần; hãy chờ.")
        case .internal: ("Something went wrong on our side.", "Máy chủ gặp lỗi.")
        case .busy: ("The service is busy; try again.", "Hệ thống đang bận; hãy thử lại.")
        case .unavailable: ("The register cannot be reached.", "Chưa kết nối được sổ gốc.")
        case .outcomeUnknown:
            (
                "Whether it was stored is unknown; ask again with the same key.",
                "Chưa rõ đã lưu hay chưa; hãy gửi lại với cùng khóa."
            )
        }
    }

    /// Seconds after which it makes sense to try again, nil where it does not.
    var retryAfter: Int? {
        switch self {
        case .busy, .inFlight, .outcomeUnknown: 1
        case .unavailable: 5
        case .tooManyTries: 900
        default: nil
        }
    }
}
