"""Names by origin for `matching_people`: common ones first, drawn the more often. All persons are invented.

Kept apart from the tables the keeper uses: spellings that it does not know are to be in here too.
"""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


VIETNAMESE_FAMILY = _words(
    """
nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh mai truong lam doan trinh cao
luong luu ha ta to thai chau quach kieu la tang vuong phung nghiem
"""
)
VIETNAMESE_GIVEN = _words(
    """
linh anh huong thanh hoa lan mai phuong thu tuan hung dung hai nam long son duc quang kim ngoc thuy hong
xuan bich loan trang nga yen thao tam lien minh hieu khanh my nhung oanh quynh tuyet van vinh tien thinh tai
sang phuc nhan loc khoa kiet huy hoang giang dat cuong chi binh bao an ai diem dao cam be chau hanh hien hue
huyen kieu lam le loi luan ly man nghia nguyet nhi nhu phat phung quyen sen suong tham thi thom thoa thuan
toan tram tri trinh truc tu tung uyen vy y
"""
)

SPANISH_FAMILY = _words(
    """
garcia hernandez lopez martinez gonzalez rodriguez perez sanchez ramirez torres flores rivera gomez diaz
cruz reyes morales ortiz gutierrez chavez ramos ruiz mendoza alvarez castillo jimenez vasquez romero moreno
herrera medina aguilar vargas castro guzman mendez munoz salazar soto delgado pena rios alvarado sandoval
contreras valdez guerrero estrada ortega nunez maldonado vega santiago dominguez espinoza silva padilla
marquez cortez rojas acosta figueroa luna juarez navarro campos molina avila ayala mejia carrillo duran
santos salinas robles solis lara cervantes aguirre deleon trevino cabrera fuentes orozco macias velasquez
zuniga rosales meza cisneros barajas villarreal trujillo escobar pineda zamora ibarra bautista portillo
quintero montoya andrade serrano arellano villanueva cardenas becerra galvan ochoa tapia esparza bonilla
calderon arroyo rangel
"""
)
SPANISH_GIVEN = _words(
    """
maria jose juan ana rosa guadalupe luis carlos jesus francisco antonio miguel jorge pedro manuel carmen
juana margarita teresa patricia veronica sandra claudia alejandra alejandro daniel fernando ricardo roberto
eduardo javier oscar sergio raul ruben martha leticia gloria silvia norma elena adriana karla gabriela diana
monica laura yolanda alicia isabel beatriz blanca angelica rocio lorena maribel marisol araceli esperanza
dolores consuelo concepcion graciela irma josefina susana victoria cecilia lucia esmeralda brenda yesenia
karina vanessa erika wendy ingrid sofia valeria camila ximena andrea paola fabiola nayeli xochitl guillermo
enrique arturo alberto alfredo rafael ramon salvador ignacio vicente gustavo hector hugo ivan mario marco
martin pablo rodolfo santiago tomas victor
"""
)

# Pinyin, Wade-Giles, Cantonese: family names, then syllables of given names.
CHINESE_FAMILY = _words(
    """
wang/wang/wong li/li/lee zhang/chang/cheung liu/liu/lau chen/chen/chan yang/yang/yeung huang/huang/wong
zhao/chao/chiu wu/wu/ng zhou/chou/chow xu/hsu/tsui sun/sun/suen ma/ma/ma zhu/chu/chu hu/hu/woo guo/kuo/kwok
he/ho/ho lin/lin/lam gao/kao/ko luo/lo/lo zheng/cheng/cheng liang/liang/leung xie/hsieh/tse song/sung/sung
tang/tang/tong feng/feng/fung deng/teng/tang cao/tsao/tso peng/peng/pang zeng/tseng/tsang xiao/hsiao/siu
tian/tien/tin dong/tung/tung pan/pan/poon yuan/yuan/yuen cai/tsai/choi jiang/chiang/kong yu/yu/yu du/tu/to
ye/yeh/yip cheng/cheng/ching wei/wei/ngai su/su/so lu/lu/lui ding/ting/ting ren/jen/yam yao/yao/yiu
shen/shen/shum zhong/chung/chung tan/tan/tam lai/lai/lai mei/mei/mui kuang/kuang/fong situ/szutu/szeto
ouyang/ouyang/auyeung qiu/chiu/yau fan/fan/fan mo/mo/mok guan/kuan/kwan
"""
)
CHINESE_GIVEN = _words(
    """
wei/wei/wai ming/ming/ming jing/ching/ching mei/mei/mei ling/ling/ling xin/hsin/sum yu/yu/yuk hua/hua/wah
yan/yen/yin li/li/lai jun/chun/chun hong/hung/hung fang/fang/fong min/min/man jie/chieh/kit ying/ying/ying
xiao/hsiao/siu lei/lei/lui na/na/na yi/i/yee jia/chia/ka hui/hui/wai ping/ping/ping guo/kuo/kwok
jian/chien/kin yong/yung/wing qing/ching/ching xue/hsueh/suet zhi/chih/chi wen/wen/man feng/feng/fung
long/lung/lung tao/tao/to bin/pin/pan gang/kang/kong chun/chun/chun rong/jung/wing zhen/chen/chun
xia/hsia/ha lan/lan/lan hai/hai/hoi bo/po/bok cheng/cheng/shing de/te/tak shan/shan/shan bao/pao/po
yun/yun/wan qiang/chiang/keung zhong/chung/chung lian/lien/lin rui/jui/sui shu/shu/shuk xiu/hsiu/sau
an/an/on fu/fu/fu sheng/sheng/sang hao/hao/ho yuan/yuan/yuen tian/tien/tin si/ssu/sze
"""
)

FILIPINO_FAMILY = _words(
    """
santos reyes cruz bautista ocampo garcia mendoza torres castillo delacruz ramos aquino villanueva gonzales
flores rivera mercado castro dizon delrosario fernandez salazar pascual domingo santiago tolentino soriano
valdez navarro manalo tan lim sy go dimaculangan macaraeg panganiban catacutan magsaysay abad aguilar
alcantara andrada bernardo cabrera cortez custodio david deguzman deleon diaz enriquez espiritu estrella
evangelista feliciano francisco galang guevarra hernandez ignacio lacson lagman lopez magno manuel marasigan
mariano miranda morales natividad nepomuceno padilla pangilinan perez quiambao ramirez robles roxas
sarmiento sison suarez tadeo velasco vergara vicente villegas yap zamora
"""
)
FILIPINO_GIVEN = _words(
    """
maria jose mary grace ann jane joy rose angel christian michelle jonathan ryan john paul mark jennifer
jocelyn rowena maricel marites cristina rosario corazon imelda josephine lourdes remedios teresita marilou
rosalinda divina leonora luzviminda nenita erlinda evangeline gemma glenda janice jasmine jessa jovelyn
karen kristine liezel lorna maribel marivic melanie nora princess rhea richelle sheila shiela vilma analyn
arnel benjie bernardo danilo dennis edgardo eduardo emmanuel ernesto ferdinand gilbert jayson jeffrey
jericho jerome joel jomar julius leonardo manuel marlon michael nestor noel oliver rodel rodrigo rogelio
roland romeo ronaldo ruben virgilio wilfredo
"""
)

# Spellings of one name, the first one the most usual.
ARABIC_FAMILY = _words(
    """
ali/aly hassan/hasan/hassane ahmed/ahmad hussein/hussain/husain khan ibrahim/ebrahim
abdullah/abdallah/abdulla mohamed/mohammed/muhammad omar/umar mahmoud/mahmood/mahmud saleh/salih
khalil/khaleel youssef/yusuf/yousef mustafa/mostafa/moustafa othman/uthman/osman nasser/naser/nasir
haddad/hadad najjar/najar khoury/khouri/khuri mansour/mansur/mansoor hamdan/hamdane said/saeed/sayeed
aziz/azeez rahman/rahmane qasim/kassem/qassim salem/salim/saleem awad/awwad bakr/baker darwish/darwich
farah/farrah fayed/fayad ghanem/ghanim habib/habeeb hamid/hameed hanna/hana jaber/jabir kamal/kamel
karim/kareem masri/almasri mousa/musa/moussa nabil/nabeel rashid/rasheed/rachid sabbagh/sabagh salman/selman
shaheen/shahin sharif/shareef suleiman/sulayman/soliman taha tamimi/altamimi yassin/yaseen/yasin zaki/zaky
zayed/zaid alsaadi/saadi alhariri/hariri alkhatib/khateeb/khatib alobaidi/obaidi aljabouri/jabouri/jubouri
alwazir/wazir
"""
)
ARABIC_GIVEN = _words(
    """
mohamed/mohammed/muhammad/mohammad ahmed/ahmad fatima/fatma/fatimah aisha/ayesha/aicha khalid/khaled/halid
yusuf/yousef/youssef amir/ameer nour/noor/nur layla/leila/laila mariam/maryam/miriam sara/sarah ali/aly
hassan/hasan hussein/hussain omar/umar ibrahim/ebrahim abdul/abdel karim/kareem rahim/raheem samir/sameer
tariq/tarek/tarik walid/waleed zaynab/zeinab/zainab hana/hanaa huda/hoda iman/eman jamila/jameela
khadija/khadeeja lina/leena mona/muna nadia/nadiya rania/raniya rima/reema salma/selma samira/sameera
sawsan/sausan suad/souad yasmin/yasmine/yasmeen amal/amel amina/ameena basma/besma dalia/dahlia dina/deena
farida/fareeda ghada/rada hala/halah hanan/hanane ilham/elham lamia/lamya maha nisreen/nesrine rasha/racha
reem/rim sahar/saher shirin/shireen bilal/belal faisal/faysal fadi/fady hamza/hamzah hisham/hicham
jamal/gamal mahmoud/mahmood majid/majeed marwan/merwan nabil/nabeel nader/nadir ramzi/ramzy
rashid/rasheed/rachid sami/samy tamer/tamir yasser/yasir ziad/ziyad
"""
)

RUSSIAN_FAMILY = _words(
    """
ivanov/ivanoff petrov/petroff smirnov kuznetsov/kuznetzov popov/popoff sokolov lebedev kozlov/koslov novikov
morozov/morosov volkov/wolkow solovyov/soloviev/solovev vasilyev/vasiliev/vassiliev zaitsev/zaytsev pavlov
semyonov/semenov golubev vinogradov bogdanov vorobyov/vorobiev fyodorov/fedorov mikhailov/mihailov/mikhaylov
belyaev/beliaev tarasov belov komarov orlov kiselyov/kiselev makarov andreev/andreyev kovalyov/kovalev
ilyin/ilin gusev titov kuzmin kudryavtsev/kudriavtsev baranov kulikov alekseev/alexeev stepanov
yakovlev/iakovlev sorokin sergeev/sergeyev romanov zakharov/zaharov borisov korolyov/korolev
shevchenko/chevchenko bondarenko tkachenko/tkatchenko kovalenko kravchenko melnyk/melnik
petrovsky/petrovskiy zelensky/zelenskiy dovzhenko/dovjenko khomenko/homenko yushchenko/iouchtchenko
"""
)
RUSSIAN_GIVEN = _words(
    """
aleksandr/alexander elena/yelena olga/olha natalia/natalya/nataliya sergei/sergey andrei/andrey
dmitri/dmitry/dmitriy ivan tatiana/tatyana svetlana irina anna yulia/julia/iuliia marina vladimir/wladimir
aleksei/alexey/alexei nikolai/nikolay mikhail/mihail yuri/yury/iurii evgeny/evgeni/yevgeniy
ekaterina/yekaterina/katerina anastasia/anastasiya ksenia/kseniya/xenia daria/darya maria/mariya
lyudmila/ludmila/liudmila galina nadezhda/nadejda valentina vera victoria/viktoria oksana/oxana zhanna/janna
alina polina kristina/christina vasily/vasili viktor/victor pavel konstantin oleg igor maxim/maksim
artem/artyom denis kirill/kiril anton roman ruslan stanislav timur yaroslav/iaroslav boris gleb ilya/ilia
"""
)

ENGLISH_FAMILY = _words(
    """
smith johnson williams brown jones davis miller wilson anderson taylor thomas moore jackson thompson white
harris clark lewis robinson walker hall young allen king wright scott hill green adams baker nelson carter
mitchell roberts turner phillips campbell parker evans edwards collins stewart morris murphy cook rogers
morgan cooper peterson reed bailey bell kelly howard ward cox richardson wood watson brooks bennett gray
james hughes price myers long foster sanders ross powell sullivan russell fisher henderson coleman simmons
patterson jordan reynolds hamilton graham wallace woods west cole hayes bryant gibson ellis stevens
"""
)
ENGLISH_GIVEN = _words(
    """
james robert michael william david mary jennifer john patricia linda elizabeth barbara susan jessica sarah
karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah
stephanie rebecca laura helen sharon cynthia kathleen amy angela shirley brenda emma anna pamela nicole
samantha katherine christine debra rachel carolyn janet maria olivia heather diane julie joyce victoria
kelly christina joan evelyn lauren judith andrea hannah cheryl megan jacqueline richard joseph thomas
charles christopher daniel matthew anthony mark steven andrew joshua kenneth kevin brian george timothy
ronald jason edward jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon
benjamin samuel gregory alexander patrick frank raymond jack dennis jerry tyler aaron
"""
)

# Full name -> what people are called; a name may be missing, as in life.
CALLED = {
    "guadalupe": "lupe", "jose": "pepe", "francisco": "paco", "jesus": "chuy", "ignacio": "nacho",
    "roberto": "beto", "guillermo": "memo", "eduardo": "lalo", "concepcion": "concha", "graciela": "chela",
    "teresa": "tere", "leticia": "lety", "enrique": "kike", "isabel": "chabela", "manuel": "manny",
    "alejandro": "alex", "alejandra": "ale", "patricia": "paty", "margarita": "mago", "rosario": "chayo",
    "consuelo": "chelo", "dolores": "lola", "josefina": "fina", "antonio": "tono", "luis": "lucho",
    "rafael": "rafa", "salvador": "chava", "vicente": "chente", "sergio": "checo", "yolanda": "yoli",
    "victoria": "vicky", "beatriz": "betty", "gabriela": "gaby", "cristina": "tina", "corazon": "cora",
    "teresita": "tess", "josephine": "josie", "remedios": "remy", "evangeline": "vangie", "jennifer": "jen",
    "rolando": "rolly", "luzviminda": "luz", "ferdinand": "ferdie", "rodrigo": "rody", "virgilio": "gil",
    "aleksandr": "sasha", "natalia": "natasha", "ekaterina": "katya", "maria": "masha", "dmitri": "dima",
    "mikhail": "misha", "nikolai": "kolya", "vladimir": "vova", "elena": "lena", "olga": "olya",
    "tatiana": "tanya", "svetlana": "sveta", "anastasia": "nastya", "evgeny": "zhenya", "yuri": "yura",
    "ivan": "vanya", "anna": "anya", "irina": "ira", "lyudmila": "lyuda", "galina": "galya", "pavel": "pasha",
    "sergei": "seryozha", "konstantin": "kostya", "viktor": "vitya", "boris": "borya", "ksenia": "ksyusha",
    "robert": "bob", "william": "bill", "michael": "mike", "james": "jim", "david": "dave",
    "elizabeth": "liz", "barbara": "barb", "susan": "sue", "jessica": "jess", "margaret": "peggy",
    "kimberly": "kim", "deborah": "debbie", "rebecca": "becky", "katherine": "kate", "christine": "chris",
    "samantha": "sam", "stephanie": "steph", "richard": "rick", "joseph": "joe", "thomas": "tom",
    "charles": "chuck", "christopher": "chris", "daniel": "dan", "matthew": "matt", "anthony": "tony",
    "steven": "steve", "andrew": "andy", "joshua": "josh", "timothy": "tim", "edward": "ted",
    "jeffrey": "jeff", "nicholas": "nick", "jonathan": "jon", "benjamin": "ben", "gregory": "greg",
    "alexander": "alex", "patrick": "pat", "raymond": "ray", "mohamed": "mo", "ibrahim": "abe",
    "yusuf": "joe", "khadija": "dija", "abdul": "abdu", "ahmed": "hamada",
}  # fmt: skip
