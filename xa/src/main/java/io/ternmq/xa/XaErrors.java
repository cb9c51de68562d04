package io.ternmq.xa;

import javax.transaction.xa.XAException;

/**
 * Makes XAExceptions that carry both a code and a text; the constructors offer only one of them.
 */
public final class XaErrors {

    private XaErrors() {}

    /** An exception with an error code of {@link XAException} and a text. */
    public static XAException exception(int errorCode, String text) {
        XAException exception = new XAException(text);
        exception.errorCode = errorCode;
        return exception;
    }

    /** The same, with a cause. */
    public static XAException exception(int errorCode, String text, Throwable cause) {
        XAException exception = exception(errorCode, text);
        exception.initCause(cause);
        return exception;
    }
}
