/**
 * The resource adapter in WildFly, used as a user would: a script, an archive, a web application.
 */
package io.ternmq.arquillian;
