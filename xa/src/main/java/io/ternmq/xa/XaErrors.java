package io.ternmq.xa;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * Makes XAExceptions that carry both a code and a text (the constructors offer only one of them),
 * and names their codes.
 */
public final class XaErrors {

    private XaErrors() {}

    /**
     * An exception with an error code of {@link XAException} and a text.
     *
     * @throws IllegalArgumentException if the code is 0, which a transaction manager reads as XA_OK
     */
    public static XAException exception(int errorCode, String text) {
        if (errorCode == XAResource.XA_OK) {
            throw new IllegalArgumentException(
                    "error code 0 is XA_OK; give a code of XAException for: " + text);
        }
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

    /** The name of a code in {@link XAResource} or {@link XAException}, for messages and logs. */
    public static String name(int errorCode) {
        return switch (errorCode) {
            case XAResource.XA_OK -> "XA_OK";
            case XAResource.XA_RDONLY -> "XA_RDONLY";
            case XAException.XA_RETRY -> "XA_RETRY";
            case XAException.XA_HEURMIX -> "XA_HEURMIX";
            case XAException.XA_HEURRB -> "XA_HEURRB";
            case XAException.XA_HEURCOM -> "XA_HEURCOM";
            case XAException.XA_HEURHAZ -> "XA_HEURHAZ";
            case XAException.XA_NOMIGRATE -> "XA_NOMIGRATE";
            case XAException.XA_RBROLLBACK -> "XA_RBROLLBACK";
            case XAException.XA_RBCOMMFAIL -> "XA_RBCOMMFAIL";
            case XAException.XA_RBDEADLOCK -> "XA_RBDEADLOCK";
            case XAException.XA_RBINTEGRITY -> "XA_RBINTEGRITY";
            case XAException.XA_RBOTHER -> "XA_RBOTHER";
            case XAException.XA_RBPROTO -> "XA_RBPROTO";
            case XAException.XA_RBTIMEOUT -> "XA_RBTIMEOUT";
            case XAException.XA_RBTRANSIENT -> "XA_RBTRANSIENT";
            case XAException.XAER_ASYNC -> "XAER_ASYNC";
            case XAException.XAER_RMERR -> "XAER_RMERR";
            case XAException.XAER_NOTA -> "XAER_NOTA";
            case XAException.XAER_INVAL -> "XAER_INVAL";
            case XAException.XAER_PROTO -> "XAER_PROTO";
            case XAException.XAER_RMFAIL -> "XAER_RMFAIL";
            case XAException.XAER_DUPID -> "XAER_DUPID";
            case XAException.XAER_OUTSIDE -> "XAER_OUTSIDE";
            default -> "XA error " + errorCode;
        };
    }
}
