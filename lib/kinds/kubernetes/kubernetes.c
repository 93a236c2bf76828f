#include "kinds/kubernetes/kubernetes.h"

const struct kind kind_kubernetes = {
    .name = STR_INIT("kubernetes"),
    .title = STR_INIT("Kubernetes manifest"),
    .comment = STR_INIT("#"),
    .oldest = VERSION(1, 25, 0),
    .newest = VERSION(1, 35, 0),
    .elsewhere = true,
    .claims = kube_claims,
    .role = kube_role,
    .read = kube_read,
    .setting = kube_setting,
    .scopes = kube_scopes,
    .next_block = kube_next_block,
    .setting_type = kube_setting_type,
    .setting_name = kube_setting_name,
    .block_title = kube_block_title,
    .place = kube_place,
};
