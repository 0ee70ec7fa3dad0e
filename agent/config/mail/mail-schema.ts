import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { oneOrList, text } from '../../../lib/settings/value.ts'
import { sourceNamed } from '../../sources/sources.ts'
import { BYTES_LOGS, FTP_LOG } from '../../sources/transfer-logs.ts'
import { log } from '../value.ts'

const part = v.picklist(['accounts', 'senders', 'bandwidth'], 'is none of accounts, senders and bandwidth')

/** Parts, one or a list; `none` is the empty list. */
const parts = v.lazy((input) =>
  input === 'none'
    ? v.pipe(
        v.literal('none'),
        v.transform(() => []),
      )
    : oneOrList(part),
)

const rows = v.pipe(
  text,
  v.regex(/^[1-9]\d{0,3}$/, 'is not a whole number from 1 to 1000'),
  v.transform(Number),
  v.maxValue(1000, 'is more than 1000'),
)

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
const followed = (name: 'exim' | 'dovecot', what: string) =>
  v.pipe(
    v.optional(log),
    v.description(`The path of ${what}; default: where logs names it, or where servers usually have it.`),
    v.metadata({ example: sourceNamed(name).paths.el }),
  )

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
const counted = (usual: string, what: string) => v.pipe(v.optional(log, usual), v.description(`The path of ${what}.`))

/** The section `mail`. docs/mail-statistics.md says what leaves. */
export const mailSettings = section({
  statistics: section({
    send: v.pipe(
      v.optional(parts, 'none'),
      v.description(
        'Which numbers receivers get: accounts (mail of each cPanel account by hour), senders (mail of each mailbox that sent with a password, by hour), bandwidth (bytes of each account by day), or a list of these; none counts nothing.',
      ),
      v.metadata({ example: '[accounts, bandwidth]' }),
    ),
    rows: v.pipe(
      v.optional(rows, '200'),
      v.description('So many accounts or senders of a period have numbers of their own, up to 1000.'),
    ),
    logs: section({
      exim: followed('exim', 'the main log of Exim'),
      dovecot: followed('dovecot', 'the log of Dovecot, for bandwidth'),
      ftp: counted(FTP_LOG, 'the log of transfers over FTP, for bandwidth'),
      bytes: counted(BYTES_LOGS, 'the logs of the bytes of web sites, for bandwidth'),
    }),
  }),
})
