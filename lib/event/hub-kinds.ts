import type { Kind } from './catalogue.ts'
import type { HubDefinition } from './definition.ts'
import { HUB } from './kinds/hub.ts'

/** What the hub itself tells of a host. No agent can tell it: its entries with such a kind are none of `Kind`. */
export type HubKind = keyof typeof HUB

/** A kind of event that a hub keeps, whoever tells it. */
export type AnyKind = Kind | HubKind

/** The names of all kinds that the hub tells. */
export const HUB_KINDS: readonly HubKind[] = Object.keys(HUB).filter(isHubKind)

/** Whether the hub tells a kind of that name. */
export function isHubKind(name: unknown): name is HubKind {
  return typeof name === 'string' && Object.hasOwn(HUB, name)
}

/** The definition of a kind that the hub tells. */
export function hubDefinitionOf(kind: HubKind): HubDefinition {
  return HUB[kind]
}
