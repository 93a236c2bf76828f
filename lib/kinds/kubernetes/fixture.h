/* For the tests of this folder only. */
#ifndef LOADLINE_KINDS_KUBERNETES_FIXTURE_H
#define LOADLINE_KINDS_KUBERNETES_FIXTURE_H

#include "kinds/kubernetes/kubernetes.h"

#define FIXTURE_KIND kind_kubernetes
#define FIXTURE_NAME "pod.yaml"
#define FIXTURE_TARGET 0
#include "kinds/files_fixture.h"

#endif
