/** A container in a few classes: enough of one to run the adapter in milliseconds. */
package io.ternmq.ra.container;
