package io.ternmq.wire.message;

/**
 * The name of a destination.
 *
 * @param kind queue or topic
 * @param name 1 to 255 characters: letters, digits and {@code _ . - $ / :}, see {@link #check}
 */
public record DestinationName(Kind kind, String name) {

    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 255;

    /** What a destination is. */
    public enum Kind {
        QUEUE,
        TOPIC
    }

    public DestinationName {
        check(name);
    }

    /** A queue. */
    public static DestinationName queue(String name) {
        return new DestinationName(Kind.QUEUE, name);
    }

    /** A topic. */
    public static DestinationName topic(String name) {
        return new DestinationName(Kind.TOPIC, name);
    }

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException that names the value and the remedy
     */
    public static void check(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "destination name '"
                            + (name.length() > MAX_LENGTH ? name.substring(0, 40) + "…" : name)
                            + "' has "
                            + name.length()
                            + " characters; give 1 to "
                            + MAX_LENGTH);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && "_.-$/:".indexOf(c) < 0) {
                throw new IllegalArgumentException(
                        "destination name '"
                                + name
                                + "' has the character '"
                                + c
                                + "' at index "
                                + i
                                + "; use letters, digits and _ . - $ / :");
            }
        }
    }

    @Override
    public String toString() {
        return (kind == Kind.QUEUE ? "queue://" : "topic://") + name;
    }
}
