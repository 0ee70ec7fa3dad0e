import * as v from 'valibot'
import { duration, path } from '../settings/value.ts'

/** What differs between programs in the sentences and examples of a channel's section. */
export interface SectionWords {
  /** The program in a sentence: `the hub`. */
  readonly whoSends: string
  /** The folder of its configuration: `/etc/spoor-hub`. */
  readonly folder: string
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
/** The keys that every channel has. */
export function channelKeys({ folder }: SectionWords) {
  return {
    ca_file: v.pipe(
      v.optional(path),
      v.description('Certificates (PEM) of authorities to trust besides those of the system.'),
      v.metadata({ example: `${folder}/ca.pem` }),
    ),
    timeout: v.pipe(
      v.optional(v.pipe(duration, v.maxValue(300_000, 'is longer than five minutes')), '30s'),
      v.description('How long one try may take.'),
    ),
  }
}
