import { BYTES_LOG } from '../../lib/mail-statistics/bytes-log-line.ts'

/** Where cPanel's Apache writes its logs (https://docs.cpanel.net, "The splitlogs Binary"). */
const DOMLOGS = '/etc/apache2/logs/domlogs'

/** The logs of the bytes of each domain's requests. */
export const BYTES_LOGS = `${DOMLOGS}/*${BYTES_LOG}`

/** The log of transfers over FTP. */
export const FTP_LOG = `${DOMLOGS}/ftpxferlog`
