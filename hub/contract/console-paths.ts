/** The pages of the console by name, as paths with a `:name` for what varies: the hub answers each with the console. */
export const CONSOLE_PATHS = {
  now: '/',
  events: '/events',
  mailbox: '/mailbox/:address',
  address: '/address/:ip',
  incidents: '/incidents',
  incident: '/incidents/:id',
  hosts: '/hosts',
  host: '/hosts/:name',
  services: '/services',
  statistics: '/statistics',
  alerts: '/alerts',
  settings: '/settings',
  settingsSection: '/settings/:section',
  login: '/login',
  setup: '/setup',
  firstHost: '/first-host',
} as const

/** The name of a page. */
export type PageName = keyof typeof CONSOLE_PATHS
