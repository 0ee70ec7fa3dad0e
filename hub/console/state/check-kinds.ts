/** The kinds of events that checks tell, as a filter names them. */
export const CHECK_KINDS = 'service_*,disk_filling,reboot_required,certificate_*,network_*'
