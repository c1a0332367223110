"""The names of months, in full and short, in the languages in which forms and spreadsheets write them."""

from __future__ import annotations

_NAMES = """
jan january januar janvier enero ene janeiro gennaio gen januari styczeń stycznia sty leden ledna ocak oca янв \
  январь января ιαν ιανουάριος ιανουαρίου يناير janv jän jänner tammikuuta tammi sausio janvāris
feb february februar februari février févr fevr febrero fevereiro fev febbraio luty lutego lut únor února \
  şubat şub фев февраль февраля φεβ φεβρουάριος φεβρουαρίου فبراير helmikuuta helmi
mar march märz mär mrz mars marzo março maart mrt marec marzec marca březen března mart март марта мар μαρ \
  μάρτιος μαρτίου مارس maaliskuuta maalis márc március bře
apr april avril avr abril abr aprile kwiecień kwietnia kwi duben dubna nisan nis апр апрель апреля απρ \
  απρίλιος απριλίου أبريل ابريل huhtikuuta huhti ápr április dub
may mai mayo maio maggio mag mei maj květen května mayıs май мая μαΐ μάιος μαΐου مايو toukokuuta touko máj \
  május kvě
jun june juni juin junio junho giugno giu czerwiec czerwca cze červen června haziran haz июн июнь июня ιουν \
  ιούνιος ιουνίου يونيو kesäkuuta kesä jún június čvn
jul july juli juillet juil julio julho luglio lug lipiec lipca lip červenec července temmuz tem июл июль июля \
  ιουλ ιούλιος ιουλίου يوليو heinäkuuta heinä júl július čvc
aug august août aout agosto ago augustus augusti sierpień sierpnia sie srpen srpna ağustos ağu авг август \
  августа αυγ αύγουστος αυγούστου أغسطس اغسطس elokuuta elo augusztus srp
sep sept september septembre septiembre setembro set settembre wrzesień września wrz září eylül eyl сен сент \
  сентябрь сентября σεπ σεπτέμβριος σεπτεμβρίου سبتمبر syyskuuta syys szept szeptember zář
oct october oktober okt octobre octubre outubro out ottobre ott październik paź říjen října ekim eki окт \
  октябрь октября οκτ οκτώβριος οκτωβρίου أكتوبر اكتوبر lokakuuta loka október říj
nov november novembre noviembre novembro listopad listopada lis kasım kas ноя нояб ноябрь ноября νοε νοέμβριος \
  νοεμβρίου نوفمبر marraskuuta marras
dec december dezember dez décembre déc diciembre dic dezembro dicembre grudzień grudnia gru prosinec aralık \
  ara дек декабрь декабря δεκ δεκέμβριος δεκεμβρίου ديسمبر joulukuuta joulu
"""
MONTHS = {word: number for number, line in enumerate(_NAMES.strip().split("\n"), start=1) for word in line.split()}
"""Name in small letters to number, from 1."""
