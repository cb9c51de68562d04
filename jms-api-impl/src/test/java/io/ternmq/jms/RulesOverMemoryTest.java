package io.ternmq.jms;

import org.junit.jupiter.api.Nested;

/** The rules over the broker in lists. */
class RulesOverMemoryTest {

    @Nested
    class Connections extends ConnectionRules {
        Connections() {
            super(Fixture.MEMORY);
        }
    }

    @Nested
    class Acknowledging extends AcknowledgeRules {
        Acknowledging() {
            super(Fixture.MEMORY);
        }
    }

    @Nested
    class Messages extends MessageRules {
        Messages() {
            super(Fixture.MEMORY);
        }
    }

    @Nested
    class Contexts extends ContextRules {
        Contexts() {
            super(Fixture.MEMORY);
        }
    }

    @Nested
    class Later extends LaterFeatures {
        Later() {
            super(Fixture.MEMORY);
        }
    }

    @Nested
    class Branches extends XaRules {
        Branches() {
            super(Fixture.MEMORY);
        }
    }

    @Nested
    class LargeMessages extends LargeMessageRules {
        LargeMessages() {
            super(Fixture.MEMORY);
        }
    }
}
