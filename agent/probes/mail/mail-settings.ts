import * as v from 'valibot'
import { mailAddress } from '../../../lib/notify/mail/mail-section.ts'
import { both } from '../../../lib/settings/blame.ts'
import { section } from '../../../lib/settings/section.ts'
import { path, text } from '../../../lib/settings/value.ts'
import { ownHost, port } from '../probe-values.ts'

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
/** One end of the way: a server at this port by default, and what one logs in with there. */
function serverEntries(usual: string) {
  return {
    host: ownHost,
    port: v.pipe(v.optional(port, usual), v.description('Its port.'), v.metadata({ example: usual })),
    tls: v.pipe(
      v.optional(v.picklist(['starttls', 'implicit', 'none'], 'is none of starttls, implicit, none')),
      v.description(
        'starttls, implicit or none; default: implicit at ports 465 and 993, none on this machine, else starttls.',
      ),
      v.metadata({ example: 'starttls' }),
    ),
    user: v.pipe(
      v.optional(v.pipe(text, v.maxLength(320, 'is longer than 320 characters'))),
      v.description('Whom the agent logs in as there.'),
      v.metadata({ example: 'probe@example.com' }),
    ),
    password_file: v.pipe(
      v.optional(path),
      v.description('The file with the password and nothing else, private to the user of the watcher.'),
      v.metadata({ example: '/etc/spoor/private/probe.password' }),
    ),
  }
}

/** The name of a folder. */
const folderName = v.pipe(text, v.regex(/^[ -~]{1,200}$/, 'is not a folder in ASCII'))

/** The keys of a check of the whole way of a mail. */
export const mailCheckSettings = v.pipe(
  section({
    from: v.pipe(
      mailAddress,
      v.description('The address that the mail comes from.'),
      v.metadata({ example: 'probe@example.com' }),
    ),
    to: v.pipe(
      mailAddress,
      v.description('The address that it goes to.'),
      v.metadata({ example: 'probe@example.net' }),
    ),
    smtp: v.pipe(
      v.optional(v.pipe(section(serverEntries('25')), both('user', 'password_file')), {}),
      v.description('The server that takes the mail.'),
    ),
    imap: v.pipe(
      section({
        ...serverEntries('993'),
        folder: v.pipe(
          v.optional(folderName, 'INBOX'),
          v.description('The folder in which it arrives; use a mailbox of its own: the mail is deleted there.'),
          v.metadata({ example: 'Probe' }),
        ),
        spam_folder: v.pipe(
          v.optional(folderName),
          v.description('With gtube: the folder in which spam must arrive, unless it is refused.'),
          v.metadata({ example: 'Junk' }),
        ),
      }),
      v.check(
        ({ user, password_file: file }) => user !== undefined && file !== undefined,
        'has no user or no password_file',
      ),
      v.description('The server where it is looked for.'),
    ),
    gtube: v.pipe(
      v.optional(v.picklist(['filtered'], 'is not filtered')),
      v.description('filtered: a second mail, with GTUBE, at most once an hour, must not arrive in imap.folder.'),
      v.metadata({ example: 'filtered' }),
    ),
  }),
  v.check(
    ({ gtube, imap }) => gtube !== undefined || imap.spam_folder === undefined,
    'has an imap.spam_folder and no gtube; write gtube: filtered, too',
  ),
  v.check(
    ({ imap }) => imap.spam_folder !== imap.folder,
    'has one folder as imap.folder and imap.spam_folder; write two',
  ),
)

/** What such a check is told. */
export type MailCheckSettings = v.InferOutput<typeof mailCheckSettings>
