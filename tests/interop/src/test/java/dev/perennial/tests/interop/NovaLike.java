package dev.perennial.tests.interop;

import dev.perennial.config.Group;
import dev.perennial.config.Inline;
import dev.perennial.config.OptionProvider;
import java.util.List;

/// A program as large as OpenStack's compute service: several hundred options in a dozen groups.
@SuppressWarnings("exports") // only this test sees it
public final class NovaLike implements OptionProvider {

  /// For the service loader.
  public NovaLike() {}

  @Group
  record Default(@Inline AllTypes options) {}

  @Group("api")
  record Api(@Inline AllTypes options) {}

  @Group("api_database")
  record ApiDatabase(@Inline AllTypes options) {}

  @Group("cache")
  record Cache(@Inline AllTypes options) {}

  @Group("cinder")
  record Cinder(@Inline AllTypes options) {}

  @Group("compute")
  record Compute(@Inline AllTypes options) {}

  @Group("conductor")
  record Conductor(@Inline AllTypes options) {}

  @Group("database")
  record Database(@Inline AllTypes options) {}

  @Group("glance")
  record Glance(@Inline AllTypes options) {}

  @Group("libvirt")
  record Libvirt(@Inline AllTypes options) {}

  @Group("neutron")
  record Neutron(@Inline AllTypes options) {}

  @Group("placement")
  record Placement(@Inline AllTypes options) {}

  @Group("scheduler")
  record Scheduler(@Inline AllTypes options) {}

  @Override
  public String namespace() {
    return "nova-like";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(
        Default.class,
        Api.class,
        ApiDatabase.class,
        Cache.class,
        Cinder.class,
        Compute.class,
        Conductor.class,
        Database.class,
        Glance.class,
        Libvirt.class,
        Neutron.class,
        Placement.class,
        Scheduler.class);
  }

  static List<String> sections() {
    return new NovaLike()
        .groups().stream().map(group -> group.getAnnotation(Group.class).value()).toList();
  }
}
