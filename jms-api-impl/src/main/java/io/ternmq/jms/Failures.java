package io.ternmq.jms;

import io.ternmq.wire.ErrorCode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import org.jspecify.annotations.Nullable;

/** Makes the exceptions of the API from what a broker refused, and unchecked ones from checked. */
final class Failures {

    private Failures() {}

    /** A call of the classic API, made for the simplified one. */
    interface Call<T> {
        T run() throws JMSException;
    }

    /** A call of the classic API without a result. */
    interface Action {
        void run() throws JMSException;
    }

    /** The exception with a cause, also as its linked exception. */
    static <E extends JMSException> E caused(E exception, Throwable cause) {
        exception.initCause(cause);
        if (cause instanceof Exception linked) {
            exception.setLinkedException(linked);
        }
        return exception;
    }

    /** What a refusal is in Jakarta Messaging (10.3); its error code is the name of ours. */
    static JMSException of(ErrorCode code, String reason) {
        String name = code.name();
        return switch (code) {
            case SECURITY -> new JMSSecurityException(reason, name);
            case INVALID_CLIENT_ID -> new InvalidClientIDException(reason, name);
            case INVALID_DESTINATION -> new InvalidDestinationException(reason, name);
            case INVALID_SELECTOR -> new InvalidSelectorException(reason, name);
            case ILLEGAL_STATE -> new IllegalStateException(reason, name);
            case TRANSACTION_ROLLED_BACK -> new TransactionRolledBackException(reason, name);
            case LIMIT, NO_SPACE -> new ResourceAllocationException(reason, name);
            case NOT_SUPPORTED, UNAVAILABLE -> new JMSException(reason, name);
        };
    }

    /** A feature that a later version brings. */
    static JMSException later(String feature, String instead) {
        return new JMSException(
                feature + " come with a later version of TernMQ; until then " + instead,
                ErrorCode.NOT_SUPPORTED.name());
    }

    static <T> @Nullable T unchecked(Call<T> call) {
        try {
            return call.run();
        } catch (JMSException e) {
            throw unchecked(e);
        }
    }

    static void run(Action action) {
        try {
            action.run();
        } catch (JMSException e) {
            throw unchecked(e);
        }
    }

    /** The unchecked twin of an exception. */
    static JMSRuntimeException unchecked(JMSException e) {
        String text = e.getMessage();
        String code = e.getErrorCode();
        if (e instanceof IllegalStateException) {
            return new IllegalStateRuntimeException(text, code, e);
        }
        if (e instanceof InvalidClientIDException) {
            return new InvalidClientIDRuntimeException(text, code, e);
        }
        if (e instanceof InvalidDestinationException) {
            return new InvalidDestinationRuntimeException(text, code, e);
        }
        if (e instanceof InvalidSelectorException) {
            return new InvalidSelectorRuntimeException(text, code, e);
        }
        if (e instanceof JMSSecurityException) {
            return new JMSSecurityRuntimeException(text, code, e);
        }
        if (e instanceof MessageFormatException) {
            return new MessageFormatRuntimeException(text, code, e);
        }
        if (e instanceof MessageNotWriteableException) {
            return new MessageNotWriteableRuntimeException(text, code, e);
        }
        if (e instanceof ResourceAllocationException) {
            return new ResourceAllocationRuntimeException(text, code, e);
        }
        if (e instanceof TransactionInProgressException) {
            return new TransactionInProgressRuntimeException(text, code, e);
        }
        if (e instanceof TransactionRolledBackException) {
            return new TransactionRolledBackRuntimeException(text, code, e);
        }
        return new JMSRuntimeException(text, code, e);
    }
}
