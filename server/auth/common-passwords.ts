/** Lower-case passwords of eight characters and more that attackers try first (heads of the published lists of leaked passwords). */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
12345678 123456789 1234567890 12345678910 123123123 11111111 111111111 00000000 000000000 87654321 987654321 0987654321 88888888 99999999 66666666
77777777 22222222 33333333 44444444 55555555 12341234 12344321 11223344 11112222 1122334455 123321123 123456123 123454321 147258369 159357258
147852369 1234qwer qwer1234 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 q1w2e3r4 q1w2e3r4t5 zaq12wsx qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234
qwerty12345 qwertyqwerty asdfghjk asdfghjkl asdfasdf asdf1234 zxcvbnm1 zxcvbnm123 zxcvbnmm qazwsxedc password password1 password12 password123
password1234 passw0rd p@ssw0rd p@ssword pa55word passpass pass1234 passport letmein1 letmein123 welcome1 welcome12 welcome123 iloveyou iloveyou1
iloveyou2 iloveyou! abc12345 abcd1234 abcdefgh a1234567 a12345678 a123456789 aa123456 aa12345678 aaaaaaaa abc123456 abcdef123 sunshine sunshine1
princess princess1 football football1 baseball baseball1 basketball superman superman1 batman123 spiderman starwars trustno1 whatever computer
internet dragon123 master123 monkey123 shadow123 michael1 jennifer michelle jessica1 charlie1 samantha elizabeth alexander victoria benjamin
jonathan danielle nicholas patricia christian liverpool chelsea1 arsenal1 barcelona realmadrid juventus manchester corvette mercedes ferrari1
mustang1 harley123 yamaha123 chocolate butterfly bubbles1 blink182 maverick midnight mountain november december hello123 helloworld freedom1
changeme changeme1 changeme123 default1 administrator admin123 admin1234 admin12345 root1234 rootroot test1234 testtest testing1 testing123 guest123
user1234 secret123 startrek access14 login123 zaq1zaq1 google123 facebook linkedin bitcoin1 ethereum trading1 trading123 rustybt1 rustybt123 correcthorsebatterystaple
`
    .trim()
    .split(/\s+/),
);
