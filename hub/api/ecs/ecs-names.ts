import { FIELDS, type FieldName } from '../../../lib/event/fields.ts'
import { HUB_FIELDS } from '../../../lib/event/fields/hub.ts'

/** The version of the Elastic Common Schema whose names these are. */
export const ECS_VERSION = '8.17.0'

/** Fields that ECS has a name for; everything else is below `spoor`. */
const NAMED: { readonly [F in FieldName | keyof typeof HUB_FIELDS]?: readonly string[] } = {
  type: ['event.action'],
  time: ['@timestamp'],
  host: ['host.name', 'related.hosts'],
  id: ['event.id'],
  severity: ['event.severity', 'log.level'],
  service: ['service.type'],
  log: ['log.file.path'],
  offset: ['log.offset'],
  path: ['file.path'],
  mailbox_address: ['user.name', 'user.email', 'related.user'],
  ip: ['source.address', 'source.ip', 'related.ip'],
  actor: ['spoor.actor', 'related.user'],
  country: ['source.geo.country_iso_code'],
  as_number: ['source.as.number'],
  as_name: ['source.as.organization.name'],
  named_user: ['spoor.named_user', 'related.user'],
}

/** The names of ECS by the field whose value they hold, in the order of docs/hub/forward.md. */
export const ECS_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.keys({ ...FIELDS, ...HUB_FIELDS }).map((name) => [name, namesFor(name)]),
)

/** Under which names ECS has the value of a field. */
export function namesFor(field: string): readonly string[] {
  return new Map(Object.entries(NAMED)).get(field) ?? [`spoor.${field}`]
}
