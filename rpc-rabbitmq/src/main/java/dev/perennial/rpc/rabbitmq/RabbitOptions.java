package dev.perennial.rpc.rabbitmq;

import dev.perennial.config.Group;
import dev.perennial.config.OneOf;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import java.util.List;

/// The options of RabbitMQ, with the names and defaults of `oslo.messaging`. Each can also be given
/// in the query of the URL, where it counts for that URL only.
///
/// @param amqpDurableQueues see the option
/// @param amqpAutoDelete see the option
/// @param rpcConnPoolSize see the option
/// @param connPoolMinSize see the option
/// @param connPoolTtl see the option
/// @param ssl see the option
/// @param sslVersion see the option
/// @param sslKeyFile see the option
/// @param sslCertFile see the option
/// @param sslCaFile see the option
/// @param sslEnforceHostnameVerification see the option
/// @param sslEnforceFipsMode see the option
/// @param kombuReconnectDelay see the option
/// @param kombuReconnectSplay see the option
/// @param kombuCompression see the option
/// @param kombuCompressionLimit see the option
/// @param kombuMissingConsumerRetryTimeout see the option
/// @param kombuFailoverStrategy see the option
/// @param rabbitLoginMethod see the option
/// @param rabbitRetryInterval see the option
/// @param rabbitRetryBackoff see the option
/// @param rabbitIntervalMax see the option
/// @param rabbitHaQueues see the option
/// @param rabbitQuorumQueue see the option
/// @param rabbitTransientQuorumQueue see the option
/// @param rabbitQuorumDeliveryLimit see the option
/// @param rabbitQuorumMaxMemoryLength see the option
/// @param rabbitQuorumMaxMemoryBytes see the option
/// @param rabbitTransientQueuesTtl see the option
/// @param rabbitQosPrefetchCount see the option
/// @param heartbeatTimeoutThreshold see the option
/// @param heartbeatRate see the option
/// @param heartbeatInPthread see the option
/// @param directMandatoryFlag see the option
/// @param enableCancelOnFailover see the option
/// @param useQueueManager see the option
/// @param hostname see the option
/// @param processname see the option
/// @param rabbitStreamFanout see the option
@Group(value = RabbitOptions.SECTION, help = "How programs use RabbitMQ.")
public record RabbitOptions(
    @Opt(
            help =
                "Whether exchanges, and the queues of topics and servers, survive a restart of "
                    + "the broker. All programs on the bus need the same. RabbitMQ 4.3 and later need "
                    + "this or rabbit_quorum_queue.",
            def = "false",
            was = "rabbit_durable_queues")
        boolean amqpDurableQueues,
    @Opt(
            help =
                "Whether exchanges, and the queues of topics and servers, go when nobody uses "
                    + "them any more.",
            def = "false",
            was = "DEFAULT/")
        boolean amqpAutoDelete,
    @Opt(help = "Not used: one connection publishes for all callers.", def = "30", was = "DEFAULT/")
        @Range(min = 1)
        int rpcConnPoolSize,
    @Opt(help = "Not used: one connection publishes for all callers.", def = "2", was = "DEFAULT/")
        @Range(min = 0)
        int connPoolMinSize,
    @Opt(
            help = "Not used: one connection publishes for all callers.",
            def = "1200",
            was = "DEFAULT/")
        @Range(min = 0)
        int connPoolTtl,
    @Opt(help = "Whether to connect by TLS.", def = "false", was = "rabbit_use_ssl") boolean ssl,
    @Opt(
            help = "The only version of TLS to speak: TLSv1_2 or TLSv1_3. Unset: both.",
            def = "",
            was = "kombu_ssl_version")
        String sslVersion,
    @Opt(
            help = "PEM file with the private key of ssl_cert_file. Unset: it is in that file too.",
            def = "",
            was = "kombu_ssl_keyfile")
        String sslKeyFile,
    @Opt(
            help =
                "PEM file with the certificate that this program shows to the broker. Unset: none.",
            def = "",
            was = "kombu_ssl_certfile")
        String sslCertFile,
    @Opt(
            help =
                "PEM file with the authorities that the broker's certificate may come from. "
                    + "Unset: those of the Java runtime.",
            def = "",
            was = "kombu_ssl_ca_certs")
        String sslCaFile,
    @Opt(
            help = "Whether the broker's certificate has to name the host that was connected to.",
            def = "true")
        boolean sslEnforceHostnameVerification,
    @Opt(help = "Not used: the Java runtime decides.", def = "false") boolean sslEnforceFipsMode,
    @Opt(
            help = "Seconds between attempts while nobody listens at the address of the broker.",
            def = "1.0",
            was = "DEFAULT/")
        @Range(min = 0, max = 4.5)
        double kombuReconnectDelay,
    @Opt(
            help =
                "Seconds, at random up to this many, that are waited in addition before each "
                    + "attempt.",
            def = "0.0")
        @Range(min = 0)
        double kombuReconnectSplay,
    @Opt(help = "How messages are compressed: gzip or bz2. Unset: not at all.", def = "")
        String kombuCompression,
    @Opt(
            help =
                "The most bytes of a compressed message that came, once it is unpacked; a larger "
                    + "one is refused.",
            def = "33554432")
        @Range(min = 1)
        int kombuCompressionLimit,
    @Opt(
            help =
                "Seconds for which a reply is sent again while the queue of its caller is "
                    + "missing.",
            def = "60",
            was = "kombu_reconnect_timeout")
        int kombuMissingConsumerRetryTimeout,
    @Opt(help = "The order in which hosts are tried: round-robin or shuffle.", def = "round-robin")
        @OneOf({"round-robin", "shuffle"})
        String kombuFailoverStrategy,
    @Opt(help = "How to log in: AMQPLAIN, PLAIN or EXTERNAL.", def = "AMQPLAIN", was = "DEFAULT/")
        @OneOf(
            value = {"AMQPLAIN", "PLAIN", "EXTERNAL", "RABBIT-CR-DEMO"},
            ignoreCase = true)
        String rabbitLoginMethod,
    @Opt(help = "Seconds before the second attempt to connect.", def = "1") @Range(min = 1)
        int rabbitRetryInterval,
    @Opt(help = "Seconds by which the pause grows with each attempt.", def = "2", was = "DEFAULT/")
        @Range(min = 0)
        int rabbitRetryBackoff,
    @Opt(help = "The longest pause between attempts, in seconds.", def = "30") @Range(min = 1)
        int rabbitIntervalMax,
    @Opt(
            help =
                "Adds x-ha-policy to the queues of topics and servers, as peers with this "
                    + "option do. RabbitMQ ignores it.",
            def = "false",
            was = "DEFAULT/")
        boolean rabbitHaQueues,
    @Opt(
            help =
                "Whether the queues of topics and servers are quorum queues; implies durable "
                    + "ones. All programs on the bus need the same.",
            def = "false")
        boolean rabbitQuorumQueue,
    @Opt(
            help =
                "Whether the exchange for messages to all servers is durable, as peers with "
                    + "this option have it. The private queues of this program are exclusive in any "
                    + "case.",
            def = "false")
        boolean rabbitTransientQuorumQueue,
    @Opt(
            help = "How often a quorum queue delivers a message again; 0 leaves it to the broker.",
            def = "0")
        @Range(min = 0)
        int rabbitQuorumDeliveryLimit,
    @Opt(
            help = "The most messages of a quorum queue in memory; 0 leaves it to the broker.",
            def = "0",
            was = "rabbit_quroum_max_memory_length")
        @Range(min = 0)
        int rabbitQuorumMaxMemoryLength,
    @Opt(
            help = "The most bytes of a quorum queue in memory; 0 leaves it to the broker.",
            def = "0",
            was = "rabbit_quroum_max_memory_bytes")
        @Range(min = 0)
        int rabbitQuorumMaxMemoryBytes,
    @Opt(
            help = "Not used: the private queues of this program go with its connection.",
            def = "1800")
        @Range(min = 0)
        int rabbitTransientQueuesTtl,
    @Opt(
            help =
                "The most requests that are delivered ahead of being run, from each of the three"
                    + " queues of a server; 0 means as many as may run at a time.",
            def = "0")
        @Range(min = 0)
        int rabbitQosPrefetchCount,
    @Opt(
            help =
                "Seconds within which two heartbeats are sent each way. A connection whose broker is"
                    + " silent for nearly twice as long counts as dead; 0 trusts it for ever.",
            def = "60")
        @Range(min = 0)
        int heartbeatTimeoutThreshold,
    @Opt(help = "Not used: two heartbeats are sent within heartbeat_timeout_threshold.", def = "3")
        @Range(min = 1)
        int heartbeatRate,
    @Opt(help = "Not used: a thread of its own sends heartbeats in any case.", def = "false")
        boolean heartbeatInPthread,
    @Opt(help = "Whether a reply whose caller's queue is missing is noticed.", def = "true")
        boolean directMandatoryFlag,
    @Opt(help = "Adds x-cancel-on-ha-failover to consumers.", def = "false")
        boolean enableCancelOnFailover,
    @Opt(
            help =
                "Not used: the private queues of this program go with its connection, whatever "
                    + "they are called.",
            def = "false")
        boolean useQueueManager,
    @Opt(help = "Not used, as use_queue_manager.", def = "") String hostname,
    @Opt(help = "Not used, as use_queue_manager.", def = "") String processname,
    @Opt(help = "Not used: messages to all servers come to an exclusive queue.", def = "false")
        boolean rabbitStreamFanout) {

  static final String SECTION = "oslo_messaging_rabbit";

  /// The options that change nothing here. Setting one is answered by a warning.
  static final List<String> WITHOUT_EFFECT =
      List.of(
          "rpc_conn_pool_size",
          "conn_pool_min_size",
          "conn_pool_ttl",
          "ssl_enforce_fips_mode",
          "rabbit_transient_queues_ttl",
          "heartbeat_rate",
          "heartbeat_in_pthread",
          "use_queue_manager",
          "hostname",
          "processname",
          "rabbit_stream_fanout");

  /// Checks what the types do not say.
  public RabbitOptions {
    if (rabbitHaQueues && rabbitQuorumQueue) {
      throw new IllegalArgumentException(
          "rabbit_ha_queues and rabbit_quorum_queue exclude each other");
    }
    if (!List.of("", "gzip", "bz2").contains(kombuCompression)) {
      throw new IllegalArgumentException(
          "kombu_compression is gzip or bz2, not '" + kombuCompression + "'");
    }
  }
}
