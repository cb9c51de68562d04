package io.ternmq.wire;

/** Why a request was refused; a client turns each into the exception of its API. */
public enum ErrorCode {
    /** Wrong or missing credentials, or no permission. */
    SECURITY,
    /** The client id is in use. */
    INVALID_CLIENT_ID,
    /** The destination does not exist or cannot be used so. */
    INVALID_DESTINATION,
    /** The selector cannot be parsed. */
    INVALID_SELECTOR,
    /** A session, consumer or transaction of that number is not open, or not in the right state. */
    ILLEGAL_STATE,
    /** The transaction cannot commit, and was or will be rolled back. */
    TRANSACTION_ROLLED_BACK,
    /** A limit with a name was reached; the reason names it. */
    LIMIT,
    /**
     * The broker's disk is full, so it takes nothing new that is persistent; the reason names the
     * directory.
     */
    NO_SPACE,
    /** The broker does not do this yet; the reason says what. */
    NOT_SUPPORTED,
    /** The broker is closed or failed. */
    UNAVAILABLE
}
