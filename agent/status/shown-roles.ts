import type { Role } from '../roles/role.ts'
import { ROLES, type RoleName } from '../roles/roles.ts'
import { roleSnapshot } from '../snapshots/snapshot.ts'
import type { RoleView } from './role-view.ts'

/** A role, and what `status` shows of it. */
export interface ShownRole {
  readonly role: Role & { readonly name: RoleName }
  readonly shows: RoleView
}

/** Loads what `status` shows of a role besides whether it runs. */
const VIEWS: { readonly [R in RoleName]?: () => Promise<RoleView> } = {
  collector: async () => (await import('./collector-view.ts')).collectorView,
  watcher: async () => (await import('./watcher-view.ts')).watcherView,
  transmitter: async () => (await import('./transmitter-view.ts')).transmitterView,
}

/** Of a role without a row above: whether it runs. */
const PLAIN: RoleView = { schema: roleSnapshot, shown: () => ({}), warnings: () => [] }

/** Every role, with what `status` shows of it. */
export function shownRoles(): Promise<readonly ShownRole[]> {
  return Promise.all(ROLES.map(async (role) => ({ role, shows: (await VIEWS[role.name]?.()) ?? PLAIN })))
}
