package io.ternmq.jms;

import org.junit.jupiter.api.Nested;

/** The same rules over the real broker, in this JVM and on its journal. */
class RulesOverEmbeddedTest {

    @Nested
    class Connections extends ConnectionRules {
        Connections() {
            super(Fixture.EMBEDDED);
        }
    }

    @Nested
    class Acknowledging extends AcknowledgeRules {
        Acknowledging() {
            super(Fixture.EMBEDDED);
        }
    }

    @Nested
    class Messages extends MessageRules {
        Messages() {
            super(Fixture.EMBEDDED);
        }
    }

    @Nested
    class Contexts extends ContextRules {
        Contexts() {
            super(Fixture.EMBEDDED);
        }
    }

    @Nested
    class Later extends LaterFeatures {
        Later() {
            super(Fixture.EMBEDDED);
        }
    }

    @Nested
    class Branches extends XaRules {
        Branches() {
            super(Fixture.EMBEDDED);
        }
    }

    @Nested
    class LargeMessages extends LargeMessageRules {
        LargeMessages() {
            super(Fixture.EMBEDDED);
        }
    }
}
