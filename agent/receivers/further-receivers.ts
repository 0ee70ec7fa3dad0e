import type { Config } from '../config/config.ts'
import { API_NAME } from './spoor-api/api-access.ts'

/** The names of the receivers other than the API: each has a cursor in the sequence, whether it is enabled or not. */
export function furtherReceivers({ receivers = [] }: Partial<Pick<Config, 'receivers'>>): readonly string[] {
  return receivers.map(({ name }) => name).filter((name) => name !== API_NAME)
}
