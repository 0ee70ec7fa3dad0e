import { documentOf } from './hook-documents.ts'

/** The logs that tell of it, by their drivers. */
export const STORY_LOGS = [
  'dovecot',
  'exim-main',
  'cpanel-login',
  'cpanel-session',
  'cpanel-access',
  'cpanel-error',
] as const

/** One of them. */
export type StoryLog = (typeof STORY_LOGS)[number]

/** What somebody does, in plain words, and what each log says of it; or that cPanel tells its hook. */
export interface Deed {
  readonly words: string
  /** Seconds since the deed before. */
  readonly after: number
  readonly lines: (at: number) => Partial<Readonly<Record<StoryLog, readonly string[]>>>
  /** The document of cPanel's hook for it. */
  readonly hook?: object
}

/** Whose mailbox it is, who takes it over, and where her mail goes from then on. */
const [VICTIM, THIEF, DROP] = ['anna@shop.example', '203.0.113.66', 'drop@mail.example'] as const

/** How a mailbox is taken over: from guessed passwords to a burst of mail. */
export const STORY: readonly Deed[] = [
  {
    words: 'Somebody guesses the password of anna@shop.example, 12 times over IMAP and 10 times over SMTP.',
    after: 0,
    lines: (at) => ({
      dovecot: times(12, (index) => {
        const [stamp, who] = [isoStamp(at + (index % 3)), `user=<${VICTIM}>, method=PLAIN, rip=${THIEF}`]
        return `${stamp} web1 dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): ${who}, lip=192.0.2.1, TLS, session=<a>`
      }),
      'exim-main': times(10, (index) => {
        const stamp = eximStamp(at + (index % 3))
        return `${stamp} dovecot_login authenticator failed for (User) [${THIEF}]:55379: 535 Incorrect authentication data (set_id=${VICTIM})`
      }),
    }),
  },
  {
    words: 'The next password is right: somebody logs in to webmail.',
    after: 5,
    lines: (at) => ({
      'cpanel-login': [`[${stampOf(at)}] info [webmaild] ${THIEF} - ${VICTIM} - SUCCESS LOGIN webmaild`],
      'cpanel-session': [
        `[${stampOf(at)}] info [webmaild] ${THIEF} NEW ${VICTIM}:SESSIONID0123456 address=${THIEF},app=webmaild,creator=${VICTIM},method=handle_form_login,path=form,possessed=0`,
      ],
    }),
  },
  {
    words: 'From now on her mail goes to drop@mail.example, too.',
    after: 3,
    lines: (at) => ({
      'cpanel-access': [request(at, 'add_forwarder')],
      'cpanel-error': [
        `[${stampOf(at)}] info [spoor_forward_added] {"args":{"domain":"","email":"anna","fwdopt":"fwd","fwdemail":"${DROP}"},"result":[{"domain":"shop.example","email":"${VICTIM}","forward":"${DROP}"}],"user":"shop"}`,
      ],
    }),
    hook: documentOf(
      { category: 'Cpanel', event: 'UAPI::Email::add_forwarder' },
      { email: 'anna', domain: 'shop.example', fwdemail: DROP },
    ),
  },
  {
    words: 'A filter throws away the answers of those who wonder.',
    after: 2,
    lines: (at) => ({
      'cpanel-access': [request(at, 'store_filter?action1=save&dest1=%2Fdev%2Fnull')],
    }),
  },
  {
    words: 'Another password keeps her out.',
    after: 2,
    lines: (at) => ({ 'cpanel-access': [request(at, 'passwd_pop')] }),
  },
  {
    words: 'Her mailbox sends mail to 600 people.',
    after: 2,
    lines: (at) => ({
      'exim-main': times(20, (index) => {
        const people = times(30, (each) => `p${30 * index + each}@mail.example`).join(' ')
        const from = `${VICTIM} H=(x) [${THIEF}]:52100 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no`
        const id = `1x9hqp-000000076${String(index).padStart(2, '0')}-1Ug8`
        return `${eximStamp(at + (index % 2))} ${id} <= ${from} A=dovecot_login:${VICTIM} S=2201 id=a@shop.example T="Invoice" for ${people}`
      }),
    }),
  },
]

function request(at: number, call: string): string {
  const [day = '', time = ''] = stampOf(at).split(' ')
  const [year, month, date] = day.split('-')
  return `${THIEF} - ${VICTIM.replace('@', '%40')} [${month}/${date}/${year}:${time} -0000] "POST /cpsess0123456789/execute/Email/${call} HTTP/1.1" 200 0 "https://shop.example:2096/" "Mozilla/5.0" "s" "-" 2096`
}

/** `2026-11-20 08:02:11 +0000`; seconds since 1970. */
function stampOf(at: number): string {
  return `${isoOf(at).replace('T', ' ')} +0000`
}

function eximStamp(at: number): string {
  return `${isoOf(at).replace('T', ' ')}.000 +0000`
}

function isoStamp(at: number): string {
  return `${isoOf(at)}.000000+00:00`
}

function isoOf(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 19)
}

function times(count: number, lineOf: (index: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => lineOf(index))
}
