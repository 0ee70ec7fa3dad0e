import type { Config } from '../config.ts'

/** The names of the receivers other than the API: each has a cursor in the sequence, whether it is enabled or not. */
export function furtherReceivers({ receivers = [] }: Partial<Pick<Config, 'receivers'>>): readonly string[] {
  return receivers.filter(({ option }) => option !== 'transmission').map(({ name }) => name)
}
