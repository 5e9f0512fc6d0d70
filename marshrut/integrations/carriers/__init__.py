"""Carriers: Почта России, СДЭК, Деловые Линии and one for training are asked where a shipment is."""
