import type { Config } from '../config/config.ts'

/** Whether any receiver gets totals: hubs that this agent is enrolled with do. */
export function wantsTotals({ receivers }: Pick<Config, 'receivers'>): boolean {
  return receivers.some(({ tellsStatus }) => tellsStatus === true)
}
