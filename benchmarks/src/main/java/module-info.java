/// Measures Perennial beside its peers. Not published: `benchmarks/run` runs it from a checkout.
@org.jspecify.annotations.NullMarked
module dev.perennial.benchmarks {
  requires static org.jspecify;
  requires static ch.qos.logback.classic;
  requires static ch.qos.logback.core;
  requires dev.perennial.launcher;
  requires dev.perennial.logging;
  requires dev.perennial.http;
  requires dev.perennial.schedule;
  requires io.netty.common;
  requires io.smallrye.config;
  requires java.logging;
  requires jdk.management;
  requires dev.perennial.tls;
  requires org.eclipse.jetty.http;
  requires org.eclipse.jetty.io;
  requires org.eclipse.jetty.unixdomain.server;
  requires tools.jackson.databind;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.util;
  requires dev.perennial.rpc.rabbitmq;
  requires com.rabbitmq.client;

  opens dev.perennial.benchmarks to
      dev.perennial.config,
      tools.jackson.databind;
}
