import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { oneOrList, path, text, truth } from '../../../lib/settings/value.ts'

/** A share from 0 to 1, from `92.55%`. */
const share = v.pipe(
  text,
  v.regex(/^(?:100|\d{1,2}(?:\.\d{1,4})?)%$/, 'is not a share, such as 90% or 92.55%'),
  v.transform((written) => Number(written.slice(0, -1)) / 100),
)

/** The keys of a check of the disks. */
export const diskSettings = v.pipe(
  section({
    mounts: v.pipe(
      v.optional(oneOrList(path)),
      v.description('The mount points that are looked at, one or a list; default: all that can fill up.'),
      v.metadata({ example: '[/, /home]' }),
    ),
    exclude: v.pipe(
      v.optional(oneOrList(path)),
      v.description('Mount points that are not looked at.'),
      v.metadata({ example: '/backup' }),
    ),
    network: v.pipe(
      v.optional(truth, 'false'),
      v.description('Whether file systems of other machines are looked at, too: NFS and the like.'),
      v.metadata({ example: 'true' }),
    ),
    warning: v.pipe(
      v.optional(share),
      v.description(
        "How full is a warning, of bytes or inodes; default: cPanel's threshold for the system, else 82.55%.",
      ),
      v.metadata({ example: '80%' }),
    ),
    critical: v.pipe(
      v.optional(share),
      v.description("How full is a failure; default: cPanel's critical threshold for the system, else 92.55%."),
      v.metadata({ example: '95%' }),
    ),
  }),
  v.check(({ warning = 0, critical = 1 }) => warning <= critical, 'has a warning above critical'),
)

/** What such a check is told. */
export type DiskSettings = v.InferOutput<typeof diskSettings>
